import { measuresOf, type CountedRow } from '#records';

/** Totals of one unit by measure (`measures.ts` of the records' room); what nobody has is 0. */
export class Tally {
  /** By group, then by key: a county has thousands of measures in one of its groups and few in all others. */
  private readonly groups = new Map<string, Map<string, number>>();

  constructor(totals: Iterable<readonly [measure: string, total: number]> = []) {
    this.add(totals);
  }

  /** The totals of a unit whose records are all at hand. */
  static of(rows: Iterable<CountedRow>): Tally {
    const tally = new Tally();
    for (const row of rows) tally.add(measuresOf(row));
    return tally;
  }

  add(measures: Iterable<readonly [measure: string, amount: number]>, sign: 1 | -1 = 1): void {
    for (const [measure, amount] of measures) {
      const [group, key] = groupAndKeyOf(measure);
      let totals = this.groups.get(group);
      if (totals === undefined) this.groups.set(group, (totals = new Map()));
      totals.set(key, (totals.get(key) ?? 0) + sign * amount);
    }
  }

  total(measure: string): number {
    const [group, key] = groupAndKeyOf(measure);
    return this.groups.get(group)?.get(key) ?? 0;
  }

  /** Totals of the measures `<group>:<key>` that are not 0, in no order. */
  *of(group: string): Generator<readonly [key: string, total: number]> {
    for (const entry of this.groups.get(group) ?? []) if (entry[1] !== 0) yield entry;
  }

  /** As {@link of}, by key in order. */
  by(group: string): Record<string, number> {
    return Object.fromEntries([...this.of(group)].sort(byKey));
  }
}

/** A measure that has no key is the only one of its group. */
function groupAndKeyOf(measure: string): readonly [group: string, key: string] {
  const colon = measure.indexOf(':');
  return colon < 0 ? [measure, ''] : [measure.slice(0, colon), measure.slice(colon + 1)];
}

function byKey([a]: readonly [string, number], [b]: readonly [string, number]): number {
  return a < b ? -1 : 1;
}
