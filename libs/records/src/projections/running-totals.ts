import { sql, type Transaction } from 'kysely';
import type { Position } from '#kernel';
import { insertAll, chunks } from './bulk-statements.js';
import { childMeasure, measuresOf } from './measures.js';
import { COUNTY, type ListRow, type RecordsTables } from './tables.js';

type Measure = readonly [measure: string, amount: number];

/** Collects, over a batch of events, what changes in the running totals of townships and county. */
export class RunningTotals {
  private readonly changes = new Map<string, Map<string, number>>();

  /** A record that counted as one row counts as another from now on. Most events change few of its measures. */
  turn(before: ListRow | undefined, after: ListRow | undefined): void {
    if (before === after) return;
    const old = before === undefined ? [] : [...measuresOf(before)];
    const fresh = after === undefined ? [] : [...measuresOf(after)];
    const stays = before?.cycle === after?.cycle && before?.township === after?.township;
    this.change(before, -1, stays ? without(old, fresh) : old);
    this.change(after, 1, stays ? without(fresh, old) : fresh);
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

  /** @param measures those of the row that change, but for the unit below */
  private change(row: ListRow | undefined, sign: number, measures: readonly Measure[]): void {
    if (row === undefined) return;
    const { cycle, township } = row;
    this.add(`${COUNTY} ${cycle}`, [...measures, ...childMeasure(row, 'county')], sign);
    if (township !== null) this.add(`${township} ${cycle}`, [...measures, ...childMeasure(row, 'township')], sign);
  }

  private add(unitAndCycle: string, measures: readonly Measure[], sign: number): void {
    let standing = this.changes.get(unitAndCycle);
    if (standing === undefined) this.changes.set(unitAndCycle, (standing = new Map()));
    for (const [measure, amount] of measures) standing.set(measure, (standing.get(measure) ?? 0) + sign * amount);
  }
}

function without(measures: readonly Measure[], others: readonly Measure[]): readonly Measure[] {
  return measures.filter(([measure, amount]) => !others.some((other) => other[0] === measure && other[1] === amount));
}
