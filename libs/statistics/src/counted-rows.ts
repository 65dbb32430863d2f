import { sql, type Kysely } from 'kysely';
import type { Position } from '#kernel';
import { COUNTED_COLUMNS, trueAt, type CountedRow, type RecordsTables } from '#records';

/** How many records one question names: bounds its parameters. */
const AT_ONCE = 500;

/** The list rows of a village or a school that were true at a position, by index. */
export function rowsOfSmallUnit(db: Kysely<RecordsTables>, column: 'place' | 'school', code: string, cycle: string, position: Position) {
  return db
    .selectFrom('record_list')
    .select(COUNTED_COLUMNS)
    .where('cycle', '=', cycle)
    .where(`record_list.${column}`, '=', code)
    .where(trueAt('record_list', position));
}

/**
 * How many deadlines in an hour had passed at a time, of the records that were true at a position.
 * @param township absent: of the whole county
 */
export function dueInHour(
  db: Kysely<RecordsTables>,
  { hour, time, cycle, township, position }: { hour: string; time: string; cycle: string; township?: string; position: Position },
) {
  const query = db
    .selectFrom('record_list')
    .select(sql<number>`count(*)`.as('records'))
    .where('cycle', '=', cycle)
    .where('due_at', '>=', hour)
    .where('due_at', '<', time)
    .where(trueAt('record_list', position));
  // An expression, so that the deadline's index is used and no other.
  return township === undefined ? query : query.where(sql`coalesce(township, '')`, '=', township);
}

/** The list rows that began in a range of rows, up to a position. */
export function rowsBegun(db: Kysely<RecordsTables>, { first, last, position }: { first: number; last: number; position: Position }) {
  return db
    .selectFrom('record_list')
    .select(COUNTED_COLUMNS)
    .where('seq', '>=', first)
    .where('seq', '<=', last)
    .where('from_position', '<=', position)
    .orderBy('seq');
}

/** The list rows of some records that were true at a position. */
export function rowsOfRecords(db: Kysely<RecordsTables>, recordIds: readonly string[], position: Position) {
  return db.selectFrom('record_list').select(COUNTED_COLUMNS).where('record_id', 'in', recordIds).where(trueAt('record_list', position));
}

/** As {@link rowsOfRecords}, for any number of records. */
export async function rowsOfAll(db: Kysely<RecordsTables>, recordIds: readonly string[], position: Position): Promise<CountedRow[]> {
  const rows: CountedRow[] = [];
  for (let start = 0; start < recordIds.length; start += AT_ONCE) {
    rows.push(...(await rowsOfRecords(db, recordIds.slice(start, start + AT_ONCE), position).execute()));
  }
  return rows;
}
