import { Refusal } from '#kernel';
import { dayOf } from '../reading/dates.js';

/** The day in Shanghai of a UTC time, YYYY-MM-DD. */
export function dayInShanghai(time: string): string {
  return DAY.format(new Date(time));
}

const DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit' });

/**
 * A day as people give it, YYYY-MM-DD.
 * @throws Refusal `invalid`/`wrong-roster-date`
 */
export function checkedDay(text: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const checked = year === undefined || month === undefined || day === undefined ? undefined : dayOf(year, month, day);
  if (checked === undefined) throw new Refusal('invalid', 'wrong-roster-date');
  return checked;
}
