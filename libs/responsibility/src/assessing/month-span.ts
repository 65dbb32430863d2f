import type { Position } from '#kernel';
import type { Moments } from '#projections';
import { endOfMonth, monthBefore } from '#verification';

/** The positions of a month: everything behind `from`, up to and with `to`. */
export interface MonthSpan {
  readonly from: Position;
  readonly to: Position;
}

/** A month ends at the last position whose time falls in it; one that is not over, at the log's end. */
export async function spanOf(month: string, moments: Moments): Promise<MonthSpan> {
  const from = await moments.positionAt(endOfMonth(monthBefore(month)));
  return { from, to: await moments.positionAt(endOfMonth(month)) };
}
