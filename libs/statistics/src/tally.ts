import { measuresOf, type CountedRow } from '#records';

/** Totals of one unit by measure (`measures.ts` of the records' room); what nobody has is 0. */
export class Tally {
  private readonly totals: Map<string, number>;

  constructor(totals: Iterable<readonly [measure: string, total: number]> = []) {
    this.totals = new Map(totals);
  }

  /** The totals of a unit whose records are all at hand. */
  static of(rows: Iterable<CountedRow>): Tally {
    const tally = new Tally();
    for (const row of rows) tally.add(measuresOf(row));
    return tally;
  }

  add(measures: Iterable<readonly [measure: string, amount: number]>, sign: 1 | -1 = 1): void {
    for (const [measure, amount] of measures) this.totals.set(measure, this.total(measure) + sign * amount);
  }

  total(measure: string): number {
    return this.totals.get(measure) ?? 0;
  }

  /** Totals of the measures `<group>:<key>` that are not 0, by key in order. */
  by(group: string): Record<string, number> {
    const prefix = `${group}:`;
    const found = [...this.totals].filter(([measure, total]) => total !== 0 && measure.startsWith(prefix));
    return Object.fromEntries(found.map(([measure, total]) => [measure.slice(prefix.length), total] as const).sort(byKey));
  }
}

function byKey([a]: readonly [string, number], [b]: readonly [string, number]): number {
  return a < b ? -1 : 1;
}
