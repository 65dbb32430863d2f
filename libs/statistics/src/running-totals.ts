import { sql, type Kysely } from 'kysely';
import type { Position } from '#kernel';
import { inPages } from '#projections';
import { COUNTY, measuresAt, type CountedLevel, type CountedRow, type RecordsTables } from '#records';
import { rowsBegun, rowsOfAll } from './counted-rows.js';
import { Tally } from './tally.js';

/** Counters that are looked up before others have their turn. */
const PAGE = 2_000;

/** Which totals are asked for. */
export interface TotalsQuestion {
  readonly level: CountedLevel;
  readonly code: string;
  readonly cycle: string;
  readonly position: Position;
}

/**
 * The totals of a township or the county at a position. Kept totals are exact where a batch of the projection ended; between, what the
 * batch had changed until there is taken from its list rows (architecture.md, "As of"). Nothing that is read here ever changes but the
 * present totals, which are read in one statement with the condition that they are those of the position.
 */
export async function totalsAt(db: Kysely<RecordsTables>, question: TotalsQuestion): Promise<Tally> {
  const unit = unitCode(question);
  const present = await presentTotals(db, unit, question.cycle, question.position).execute();
  if (present.length > 0) return new Tally(present.map(({ measure, total }) => [measure, total]));
  const before = await batchUpTo(db, question.position).executeTakeFirst();
  const tally = new Tally(before === undefined ? [] : await totalsOfBatch(db, unit, question.cycle, before.position));
  if (before?.position !== question.position) await refine(db, tally, question, before?.position ?? '');
  return tally;
}

/** Nothing, if the position is not the last of all totals. */
export function presentTotals(db: Kysely<RecordsTables>, unit: string, cycle: string, position: Position) {
  return db
    .selectFrom('counter')
    .select(['measure', 'total'])
    .where('unit', '=', unit)
    .where('cycle', '=', cycle)
    .where('total', '!=', 0)
    .where(({ selectFrom }) => sql<boolean>`${selectFrom('count_batch').select(({ fn }) => fn.max('position').as('last'))} <= ${position}`);
}

interface PastTotal {
  readonly measure: string;
  /** Null: it was not begun. */
  readonly then: number | null;
}

/** Of each counter of a unit, its last total up to a position, by measure. @param after the last measure that is not wanted */
export function pastTotals(db: Kysely<RecordsTables>, unit: string, cycle: string, position: Position, after = '') {
  return db
    .selectFrom('counter')
    .select('measure')
    .select(({ selectFrom }) =>
      selectFrom('counter_change')
        .select('counter_change.total')
        .whereRef('counter_change.counter', '=', 'counter.id')
        .where('position', '<=', position)
        .orderBy('position', 'desc')
        .limit(1)
        .as('then'),
    )
    .where('unit', '=', unit)
    .where('cycle', '=', cycle)
    .where('measure', '>', after)
    .orderBy('measure');
}

export function batchUpTo(db: Kysely<RecordsTables>, position: Position) {
  return db.selectFrom('count_batch').selectAll().where('position', '<=', position).orderBy('position', 'desc').limit(1);
}

export function batchAfter(db: Kysely<RecordsTables>, position: Position) {
  return db.selectFrom('count_batch').selectAll().where('position', '>', position).orderBy('position').limit(1);
}

async function totalsOfBatch(db: Kysely<RecordsTables>, unit: string, cycle: string, position: Position): Promise<[string, number][]> {
  const totals: [string, number][] = [];
  const page = (after: PastTotal | undefined) => pastTotals(db, unit, cycle, position, after?.measure).limit(PAGE).execute();
  for await (const rows of inPages<PastTotal>(PAGE, page)) {
    for (const { measure, then } of rows) if (then !== null && then !== 0) totals.push([measure, then]);
  }
  return totals;
}

/** From where a batch ended to a position within the next: of each record that changed, what it was there and is here. */
async function refine(db: Kysely<RecordsTables>, tally: Tally, question: TotalsQuestion, from: Position): Promise<void> {
  const { position } = question;
  const batch = await batchAfter(db, from).executeTakeFirst();
  if (batch === undefined) return;
  const begun = await rowsBegun(db, { first: batch.first_row, last: batch.last_row, position }).execute();
  const now = new Map<string, CountedRow>(begun.map((row) => [row.record_id, row]));
  const counts = (row: CountedRow) => row.cycle === question.cycle && (question.level === 'county' || row.township === question.code);
  for (const row of await rowsOfAll(db, [...now.keys()], from)) if (counts(row)) tally.add(measuresAt(row, question.level), -1);
  for (const row of now.values()) if (counts(row)) tally.add(measuresAt(row, question.level));
}

function unitCode({ level, code }: TotalsQuestion): string {
  return level === 'county' ? COUNTY : code;
}
