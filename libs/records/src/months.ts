import { Refusal } from '#kernel';
import type { Moments } from '#projections';
import { checkedMonth, startOfMonth } from '#verification';

/** The month that a school year begins in: September. */
const FIRST_MONTH = 9;

/** The school year that a month belongs to: `2020-09` to `2020-2021`. */
export function cycleOfMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const first = number < FIRST_MONTH ? year - 1 : year;
  return `${first}-${first + 1}`;
}

/**
 * A month that has begun: of one that lies ahead there is nothing to ask and nothing to do.
 * @throws Refusal `invalid`: `wrong-month`, `future-date`
 */
export async function begunMonth(month: string, moments: Pick<Moments, 'hasCome'>): Promise<string> {
  if (await moments.hasCome(startOfMonth(checkedMonth(month)))) return month;
  throw new Refusal('invalid', 'future-date', { errors: [{ pointer: '/month', code: 'future-date' }] });
}
