import { sql, type Kysely, type RawBuilder, type SelectQueryBuilder } from 'kysely';
import type { RecordsTables } from '../projections/tables.js';
import type { StudentFilter } from './students.js';

/** Columns that records are searched by, each with an index in which its rows stand in order. */
export type SearchColumn = 'name' | 'pinyin' | 'initials';

/** A place in the order of what was found. */
export interface SearchKey {
  readonly term: string;
  readonly recordId: string;
}

type Found = RecordsTables['record_list'] & { readonly term: string };
type FoundRows = SelectQueryBuilder<RecordsTables, 'record_list' | 'record_search', Found>;

/** Sorts behind every text that begins with what stands before it. */
const LAST = '\u{10ffff}';

/**
 * A page of the records as they are now whose term begins with a text, ordered by term and record id; a record with several such terms stands
 * at the first of them. Within a village or a school its records are gone through; otherwise the term's index is, and everything else is looked
 * at row by row.
 */
export function searchRows(
  db: Kysely<RecordsTables>,
  filter: StudentFilter,
  { column, prefix, after, limit }: { column: SearchColumn; prefix: string; after?: SearchKey; limit: number },
): FoundRows {
  const small = filter.cycle !== undefined && (filter.village !== undefined || filter.school !== undefined);
  const bare = sql.ref<string>(`record_search.${column}`);
  const term = small ? sql<string>`coalesce(${bare}, '')` : bare;
  let query = db
    .selectFrom('record_search')
    .innerJoin('record_list', 'record_list.record_id', 'record_search.record_id')
    .selectAll('record_list')
    .select(bare.as('term'))
    .where('record_list.to_position', 'is', null)
    .where(sql<boolean>`${term} >= ${prefix} and ${term} < ${prefix + LAST}`) as unknown as FoundRows;
  if (column !== 'name') query = query.where(noOther(column, prefix, bare));
  // What is found by its initials and by its pinyin too is shown once.
  if (column === 'initials') query = query.where(noOther('pinyin', prefix));
  for (const condition of conditions(filter, small)) query = query.where(condition);
  if (after !== undefined) {
    query = query.where(sql<boolean>`(${term}, record_search.record_id) > (${after.term}, ${after.recordId})`);
  }
  return query.orderBy(term).orderBy('record_search.record_id').limit(limit);
}

/** No other reading of a record's name begins with a text too, and stands before a term. */
function noOther(column: SearchColumn, prefix: string, term?: RawBuilder<string>): RawBuilder<boolean> {
  const other = sql.ref<string>(`other.${column}`);
  return sql<boolean>`not exists (select 1 from record_search as other where other.record_id = record_search.record_id
    and ${other} >= ${prefix} and ${other} < ${term ?? sql`${prefix + LAST}`})`;
}

/** The records of a student as they are now, by the beginning of their ids. */
export function rowsOfStudent(db: Kysely<RecordsTables>, studentId: string, idNumber: string, filter: StudentFilter) {
  let query = db
    .selectFrom('record_list')
    .selectAll()
    .where('record_id', '>', `${studentId}-`)
    .where('record_id', '<', `${studentId}.`)
    .where('to_position', 'is', null)
    .where(plain('id_number'), '=', idNumber);
  for (const condition of conditions(filter, false)) query = query.where(condition);
  return query.orderBy('record_id');
}

function conditions(filter: StudentFilter, small: boolean): RawBuilder<boolean>[] {
  const { village, township, school, cycle, status, stage, category, closed, compulsory, unassigned } = filter;
  const equal = (column: string, value: string | number | undefined, driving = false): RawBuilder<boolean>[] =>
    value === undefined ? [] : [sql<boolean>`${driving ? sql.ref(`record_list.${column}`) : plain(column)} = ${value}`];
  return [
    ...equal('cycle', cycle, small),
    ...equal('place', village, small),
    ...equal('school', school, small && village === undefined),
    ...equal('township', township),
    ...equal('status', status),
    ...equal('stage', stage),
    ...(category === undefined ? [] : [sql<boolean>`record_list.categories like ${`%"${category}"%`}`]),
    ...(status === undefined && closed !== true ? [sql<boolean>`record_list.status != 'closed'`] : []),
    ...equal('compulsory', compulsory === undefined ? undefined : Number(compulsory)),
    ...equal('unassigned', unassigned === undefined ? undefined : Number(unassigned)),
  ];
}

/** An expression, so that no database prefers the index of a column that spans the county. */
function plain(column: string): RawBuilder<string> {
  return sql<string>`coalesce(${sql.ref(`record_list.${column}`)}, '')`;
}
