import { sql, type Transaction } from 'kysely';
import type { Position } from '#kernel';
import { insertAll, chunks } from './bulk-statements.js';
import { measuresAt } from './measures.js';
import { COUNTY, type ListRow, type RecordsTables } from './tables.js';

/** Collects, over a batch of events, what changes in the running totals of townships and county. */
export class RunningTotals {
  private readonly changes = new Map<string, Map<string, number>>();

  /** A record that counted as one row counts as another from now on. */
  turn(before: ListRow | undefined, after: ListRow | undefined): void {
    if (before === after) return;
    if (before !== undefined) this.add(before, -1);
    if (after !== undefined) this.add(after, 1);
  }

  /** Adds the changes to the totals and keeps what they have come to. @param position that of the batch's last event */
  async write(tx: Transaction<RecordsTables>, position: Position): Promise<void> {
    const changed = [...this.changes].flatMap(([unitAndCycle, measures]) => {
      const [unit = '', cycle = ''] = unitAndCycle.split(' ');
      return [...measures].filter(([, amount]) => amount !== 0).map(([measure, total]) => ({ unit, cycle, measure, total }));
    });
    const totals: { counter: number; position: Position; total: number }[] = [];
    for (const rows of chunks(changed)) {
      const standing = await tx
        .insertInto('counter')
        .values(rows as never)
        .onConflict((conflict) =>
          conflict.columns(['unit', 'cycle', 'measure']).doUpdateSet({ total: sql<number>`counter.total + excluded.total` }),
        )
        .returning(['id', 'total'])
        .execute();
      for (const { id, total } of standing) totals.push({ counter: id, position, total });
    }
    await insertAll(tx, 'counter_change', totals);
  }

  private add(row: ListRow, sign: number): void {
    const { cycle, township } = row;
    this.addTo(`${COUNTY} ${cycle}`, measuresAt(row, 'county'), sign);
    if (township !== null) this.addTo(`${township} ${cycle}`, measuresAt(row, 'township'), sign);
  }

  private addTo(unitAndCycle: string, measures: Iterable<readonly [string, number]>, sign: number): void {
    let standing = this.changes.get(unitAndCycle);
    if (standing === undefined) this.changes.set(unitAndCycle, (standing = new Map()));
    for (const [measure, amount] of measures) standing.set(measure, (standing.get(measure) ?? 0) + sign * amount);
  }
}
