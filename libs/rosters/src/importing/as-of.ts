import { isDay, Refusal } from '#kernel';

/**
 * A day as people give it, YYYY-MM-DD.
 * @throws Refusal `invalid`/`wrong-roster-date`
 */
export function checkedDay(text: string): string {
  if (!isDay(text)) throw new Refusal('invalid', 'wrong-roster-date');
  return text;
}
