import { Refusal } from '#kernel';

/** Of a year that can be reckoned with, as can those before and after it. */
const MONTH = /^([12]\d{3})-(0[1-9]|1[0-2])$/;
/** Asia/Shanghai, no summer time since 1991. */
const ZONE = '+08:00';

/** @throws Refusal `invalid`/`wrong-month` for what is not written like 2020-09 */
export function checkedMonth(month: string): string {
  if (!MONTH.test(month)) throw new Refusal('invalid', 'wrong-month', { errors: [{ pointer: '/month', code: 'wrong-month' }] });
  return month;
}

/** The first millisecond of a month in Asia/Shanghai, UTC. */
export function startOfMonth(month: string): string {
  return new Date(`${month}-01T00:00:00${ZONE}`).toISOString();
}

/** The last millisecond of a month in Asia/Shanghai, UTC: it ends at the last position whose time is not after it. */
export function endOfMonth(month: string): string {
  return new Date(Date.parse(startOfMonth(monthAfter(month))) - 1).toISOString();
}

export function monthBefore(month: string): string {
  return shifted(month, -1);
}

export function monthAfter(month: string): string {
  return shifted(month, 1);
}

/** The month in Asia/Shanghai that a UTC time falls in, such as 2020-09. */
export function monthOf(time: string): string {
  return new Date(Date.parse(time) + 8 * 3_600_000).toISOString().slice(0, '2020-09'.length);
}

function shifted(month: string, by: number): string {
  const months = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + by;
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`;
}
