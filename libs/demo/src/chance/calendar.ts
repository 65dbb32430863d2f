import type { Dice } from './dice.js';

const DAY_MS = 86_400_000;
/** Days are those of Asia/Shanghai: +08:00, no summer time since 1991. */
const LOCAL_MS = 8 * 3_600_000;
/** 1 January 1970 was a Thursday. */
const FIRST_WEEKDAY = 4;
/** The National Day week; a county's office is closed. */
const HOLIDAYS: readonly string[] = ['10-01', '10-02', '10-03', '10-04', '10-05', '10-06', '10-07'];

/** When the administrator changes who holds which post, before anybody else works. */
export const PERSONNEL_HOUR = 8;
/** When findings are decided. */
export const FINDINGS_HOUR = 8.5;
/** The hours at which people work on records. */
export const WORK_HOURS = [9, 10, 11, 14, 15, 16] as const;
/** All moments of a working day at which something can happen, local hours in order. */
export const HOURS: readonly number[] = [PERSONNEL_HOUR, FINDINGS_HOUR, ...WORK_HOURS];

const FRIDAY = 5;
const FRIDAY_HOUR = 16;

/** The number of the local day that a UTC time falls on, counted from 1970. */
export function dayOf(time: string): number {
  return Math.floor((Date.parse(time) + LOCAL_MS) / DAY_MS);
}

const dates = new Map<number, string>();

/** YYYY-MM-DD. */
export function dateOf(day: number): string {
  let date = dates.get(day);
  if (date === undefined) {
    date = new Date(day * DAY_MS).toISOString().slice(0, 10);
    dates.set(day, date);
  }
  return date;
}

/** The number of a day. @param date YYYY-MM-DD */
export function dayAt(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

/** UTC with milliseconds. @param hour local, 8.5 is half past eight */
export function timeAt(day: number, hour: number): string {
  return new Date(day * DAY_MS - LOCAL_MS + hour * 3_600_000).toISOString();
}

export function isWorkingDay(day: number): boolean {
  const weekday = (day + FIRST_WEEKDAY) % 7;
  return weekday >= 1 && weekday <= 5 && !HOLIDAYS.includes(dateOf(day).slice(5));
}

/** The last moment of a day, up to a time, at which something can happen; what happens takes its time. Undefined: there is none on that day. */
export function momentOf(time: string): string | undefined {
  const day = dayOf(time);
  return isWorkingDay(day) ? HOURS.map((hour) => timeAt(day, hour)).findLast((moment) => moment <= time) : undefined;
}

/** So many milliseconds later. */
export function millisecondsAfter(time: string, milliseconds: number): string {
  return new Date(Date.parse(time) + milliseconds).toISOString();
}

/** The working day so many working days after a day; 0: that day, or the next one on which people work. */
export function workingDaysAfter(day: number, count: number): number {
  let reached = day;
  for (let left = count; left > 0 || !isWorkingDay(reached);) {
    reached += 1;
    if (isWorkingDay(reached) && left > 0) left -= 1;
  }
  return reached;
}

/** The first hour of work after a time. */
export function nextHour(time: string): string {
  const day = dayOf(time);
  const today = isWorkingDay(day) ? WORK_HOURS.map((hour) => timeAt(day, hour)).find((hour) => hour > time) : undefined;
  return today ?? timeAt(workingDaysAfter(day + 1, 0), WORK_HOURS[0]);
}

/** An hour of work so many working days after a time; 0: the next hour. Always after the time. */
export function later(time: string, days: number, die: Dice): string {
  return days <= 0 ? nextHour(time) : timeAt(workingDaysAfter(dayOf(time), days), die.pick(WORK_HOURS));
}

/** The next Friday afternoon after a time; the working day after it if that is a holiday. */
export function fridayAfter(time: string): string {
  const day = dayOf(time);
  const friday = day + ((FRIDAY - ((day + FIRST_WEEKDAY) % 7) + 7) % 7);
  const then = timeAt(workingDaysAfter(friday, 0), FRIDAY_HOUR);
  return then > time ? then : timeAt(workingDaysAfter(friday + 7, 0), FRIDAY_HOUR);
}

/** The months (YYYY-MM, local) from one time to another, both included. */
export function monthsBetween(from: string, to: string): readonly string[] {
  const last = dateOf(dayOf(to)).slice(0, 7);
  const months: string[] = [];
  for (let month = dateOf(dayOf(from)).slice(0, 7); month <= last; month = monthAfter(month)) months.push(month);
  return months;
}

/** The month after one, both YYYY-MM. */
export function monthAfter(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}

/** The same local day and hour so many months later; the month's last day if it has no such day. */
export function monthsLater(time: string, months: number): string {
  const day = dayOf(time);
  const date = dateOf(day);
  let month = date.slice(0, 7);
  for (let left = months; left > 0; left -= 1) month = monthAfter(month);
  const first = dayAt(`${month}-01`);
  const length = dayAt(`${monthAfter(month)}-01`) - first;
  const target = first + Math.min(Number(date.slice(8)), length) - 1;
  return new Date(Date.parse(time) + (target - day) * DAY_MS).toISOString();
}

/** The school year that a time falls in, such as 2020-2021. */
export function cycleAt(time: string): string {
  const date = dateOf(dayOf(time));
  const year = Number(date.slice(0, 4)) - (date.slice(5, 7) < '09' ? 1 : 0);
  return `${year}-${year + 1}`;
}
