import { sql, type Transaction } from 'kysely';
import type { Position } from '#kernel';
import { forEach, insertAll } from '#projections';
import { childMeasure, measuresOf } from './measures.js';
import { COUNTY, type CounterChangeRow, type CounterRow, type ListRow, type RecordsTables } from './tables.js';

type Measure = readonly [measure: string, amount: number];

/** Amounts by unit and cycle, then by measure. */
type Sums = Map<string, Map<string, number>>;

/** Events after which totals are kept: as of a moment between, that many records at most are looked at one by one. */
export const TOTALS_EVERY = 200;

/** What changed in the totals up to a position, and the list rows that began meanwhile, as a range of their order in the batch. */
interface Stretch {
  readonly position: Position;
  readonly changes: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly rows: readonly [first: number, end: number];
}

/** A total as it is gone back through. */
interface Counter {
  readonly id: number;
  total: number;
}

/** By unit and cycle, then by measure. */
type Counters = Map<string, Map<string, Counter>>;

/** Collects, over a batch of events, what changes in the running totals of townships and county. */
export class RunningTotals {
  private changes: Sums = new Map();
  private readonly stretches: Stretch[] = [];
  private begun = 0;
  /** A row that one event brings is the one that the next takes away. */
  private readonly measured = new WeakMap<ListRow, readonly Measure[]>();

  /** A record that counted as one row counts as another from now on. Most events change few of its measures. */
  turn(before: ListRow | undefined, after: ListRow | undefined): void {
    if (before === after) return;
    const old = this.measuresOf(before);
    const fresh = this.measuresOf(after);
    const stays = before?.cycle === after?.cycle && before?.township === after?.township;
    this.change(before, -1, stays ? without(old, fresh) : old);
    this.change(after, 1, stays ? without(fresh, old) : fresh);
  }

  /** Ends a stretch. @param begun how many list rows have begun in the batch so far */
  end(position: Position, begun: number): void {
    if (begun === this.begun) return;
    for (const measures of this.changes.values()) dropZeros(measures);
    this.stretches.push({ position, changes: this.changes, rows: [this.begun, begun] });
    this.changes = new Map();
    this.begun = begun;
  }

  /** Adds the changes to the totals and keeps what they came to at the end of each stretch. @param firstRow `seq` of the batch's first row */
  async write(tx: Transaction<RecordsTables>, firstRow: number): Promise<void> {
    await insertAll(tx, 'counter_change', this.totalsBackwards(await addAll(tx, sumOf(this.stretches))));
    await insertAll(
      tx,
      'count_batch',
      this.stretches.map(({ position, rows: [first, end] }) => ({ position, first_row: firstRow + first, last_row: firstRow + end - 1 })),
    );
  }

  /** What a counter had come to at the end of a stretch is what it has come to now, less what has changed since. */
  private totalsBackwards(counters: Counters): CounterChangeRow[] {
    const rows: CounterChangeRow[] = [];
    for (const { position, changes } of this.stretches.toReversed()) {
      for (const [unitAndCycle, measures] of changes) {
        const ofUnit = counters.get(unitAndCycle);
        for (const [measure, amount] of measures) {
          const counter = ofUnit?.get(measure);
          if (counter === undefined) continue;
          rows.push({ counter: counter.id, position, total: counter.total });
          counter.total -= amount;
        }
      }
    }
    return rows;
  }

  private measuresOf(row: ListRow | undefined): readonly Measure[] {
    if (row === undefined) return [];
    const known = this.measured.get(row);
    if (known !== undefined) return known;
    const measures = [...measuresOf(row)];
    this.measured.set(row, measures);
    return measures;
  }

  /** @param measures those of the row that change, but for the unit below */
  private change(row: ListRow | undefined, sign: number, measures: readonly Measure[]): void {
    if (row === undefined) return;
    const { cycle, township } = row;
    addTo(this.changes, `${COUNTY} ${cycle}`, [...measures, ...childMeasure(row, 'county')], sign);
    if (township !== null) addTo(this.changes, `${township} ${cycle}`, [...measures, ...childMeasure(row, 'township')], sign);
  }
}

function addTo(sums: Sums, unitAndCycle: string, measures: Iterable<Measure>, sign = 1): void {
  let standing = sums.get(unitAndCycle);
  if (standing === undefined) sums.set(unitAndCycle, (standing = new Map()));
  for (const [measure, amount] of measures) standing.set(measure, (standing.get(measure) ?? 0) + sign * amount);
}

/** What went there and back has not changed. */
function dropZeros(measures: Map<string, number>): void {
  for (const [measure, amount] of measures) if (amount === 0) measures.delete(measure);
}

function without(measures: readonly Measure[], others: readonly Measure[]): readonly Measure[] {
  return measures.filter(([measure, amount]) => !others.some((other) => other[0] === measure && other[1] === amount));
}

/** What changed over all stretches, also where it came to nothing in the end. */
function sumOf(stretches: readonly Stretch[]): Sums {
  const sums: Sums = new Map();
  for (const { changes } of stretches) {
    for (const [unitAndCycle, measures] of changes) addTo(sums, unitAndCycle, measures);
  }
  return sums;
}

/** Adds changes to the totals and answers what they have come to. */
async function addAll(tx: Transaction<RecordsTables>, changes: Stretch['changes']): Promise<Counters> {
  const changed = [...changes].flatMap(([unitAndCycle, measures]) => {
    const unit = unitAndCycle.split(' ');
    return [...measures].map(([measure, amount]) => [...unit, measure, amount]);
  });
  const rows = await forEach<RecordsTables, CounterRow>(
    tx,
    'add totals',
    changed,
    (values) => sql`insert into counter (unit, cycle, measure, total) ${values}
      on conflict (unit, cycle, measure) do update set total = counter.total + excluded.total returning id, unit, cycle, measure, total`,
  );
  const counters: Counters = new Map();
  for (const { id, unit, cycle, measure, total } of rows) {
    const ofUnit = counters.get(`${unit} ${cycle}`) ?? new Map<string, Counter>();
    counters.set(`${unit} ${cycle}`, ofUnit.set(measure, { id, total }));
  }
  return counters;
}
