const SHANGHAI_OFFSET_MS = 8 * 60 * 60 * 1000;

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Whether a text is a day of the calendar, written YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
  const leapDay = month === 2 && isLeap(year) ? 1 : 0;
  return day >= 1 && day <= (DAYS[month - 1] ?? 0) + leapDay;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Nobody who is alive was born, or has done anything, more years ago. */
const LONGEST_LIFE = 120;

/** Whether a day lies further back than anybody lives who is alive on another; both YYYY-MM-DD. */
export function isBeyondMemory(day: string, today: string): boolean {
  const years = Number(today.slice(0, 4)) - LONGEST_LIFE;
  return day < `${String(years).padStart(4, '0')}${today.slice(4)}`;
}

/** A UTC time as clocks in the county show it, to the second and with its offset: 2020-09-01T08:00:00+08:00. */
export function countyTime(time: string): string {
  return `${new Date(Date.parse(time) + SHANGHAI_OFFSET_MS).toISOString().slice(0, 19)}+08:00`;
}

/** The day in the county (Asia/Shanghai, which has no summer time) at a UTC time, YYYY-MM-DD. */
export function dayAt(time: string): string {
  return new Date(Date.parse(time) + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10);
}
