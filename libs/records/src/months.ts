import { Refusal } from '#kernel';

const MONTH = /^([12]\d{3})-(0[1-9]|1[0-2])$/;
/** Dates are those of Asia/Shanghai: +08:00, no summer time since 1991. */
const LOCAL_OFFSET_MS = 8 * 3_600_000;
/** The month that a school year begins in: September. */
const FIRST_MONTH = 9;

/** A month such as `2020-09`. @throws Refusal `invalid`/`wrong-month` */
export function checkedMonth(month: string): string {
  if (!MONTH.test(month)) throw new Refusal('invalid', 'wrong-month');
  return month;
}

/** The month that a UTC time falls in, in Shanghai. */
export function monthOf(time: string): string {
  return new Date(Date.parse(time) + LOCAL_OFFSET_MS).toISOString().slice(0, '2020-09'.length);
}

/** The school year that a month belongs to: `2020-09` to `2020-2021`. */
export function cycleOfMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const first = number < FIRST_MONTH ? year - 1 : year;
  return `${first}-${first + 1}`;
}
