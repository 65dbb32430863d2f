import { sql, type Kysely, type RawBuilder, type SelectQueryBuilder } from 'kysely';
import type { Position } from '#kernel';
import { trueAt } from '../projections/true-at.js';
import type { RecordsTables } from '../projections/tables.js';

/** What a list of students is narrowed to; all that are given must hold. */
export interface StudentFilter {
  /** Codes. */
  readonly village?: string;
  readonly township?: string;
  readonly school?: string;
  readonly category?: string;
  readonly stage?: string;
  readonly status?: string;
  readonly cycle?: string;
  /** Shows closed records too; otherwise they are left out unless `status` asks for them, as in the counts. */
  readonly closed?: boolean;
  /** Of compulsory-education age. */
  readonly compulsory?: boolean;
  /** Nobody can say yet to which village or school they belong. */
  readonly unassigned?: boolean;
}

/** A place in the order of a list: in it nothing moves, as all pages show the list of one position. */
export interface StudentKey {
  readonly place: string;
  readonly recordId: string;
}

type StudentRows = SelectQueryBuilder<RecordsTables, 'record_list', RecordsTables['record_list']>;
type Column = 'village' | 'school' | 'stage' | 'status';

/** By which index a list is found; everything else that it is narrowed to is looked at row by row. */
type Driver = 'place' | 'school' | 'unassigned' | 'facet' | 'status';

/** The narrowest first: a village and a school have some hundred records, a status or a category may span the county. */
function driverOf({ village, school, unassigned, category, stage, status }: StudentFilter): Driver {
  if (village !== undefined) return 'place';
  if (school !== undefined) return 'school';
  if (unassigned === true) return 'unassigned';
  if (category !== undefined || stage !== undefined) return 'facet';
  return status === undefined ? 'place' : 'status';
}

/**
 * A page of the students of a cycle as they stood at a position, ordered by village, those without one first, and then by record id. Every
 * index ends with that order, so that no page is sorted and a township is a part of each list.
 */
export function studentRows(
  db: Kysely<RecordsTables>,
  filter: StudentFilter & { readonly cycle: string },
  { position, after, limit }: { position: Position; after?: StudentKey; limit: number },
): StudentRows {
  const driver = driverOf(filter);
  const table = driver === 'facet' ? 'record_facet' : 'record_list';
  let query = db
    .selectFrom('record_list')
    .selectAll('record_list')
    .where(trueAt('record_list', position))
    .where(equal(`${table}.cycle`, filter.cycle));
  if (driver === 'facet') query = withFacet(query, filter, position);
  query = withPlace(query, filter, table, after);
  if (filter.school !== undefined) query = query.where(compared('school', driver === 'school', filter.school));
  if (filter.status !== undefined) query = query.where(compared('status', driver === 'status', filter.status));
  else if (filter.closed !== true) query = query.where('record_list.status', '!=', 'closed');
  query = narrowed(query, filter, driver);
  const place = sql.ref<string>(`${table}.place`);
  const recordId = sql.ref<string>(`${table}.record_id`);
  return query.orderBy(place).orderBy(recordId).limit(limit);
}

/** The cycles that have records, in order, each found by index. */
export async function cyclesOf(db: Kysely<RecordsTables>): Promise<string[]> {
  const cycles: string[] = [];
  for (let next = await cycleAfter(db, ''); next !== undefined; next = await cycleAfter(db, next)) cycles.push(next);
  return cycles;
}

async function cycleAfter(db: Kysely<RecordsTables>, cycle: string): Promise<string | undefined> {
  const row = await db.selectFrom('record_list').select('cycle').where('cycle', '>', cycle).orderBy('cycle').limit(1).executeTakeFirst();
  return row?.cycle;
}

/** Drives by a category, or a stage: each record that has it, then its row. */
function withFacet(query: StudentRows, { category, stage }: StudentFilter, position: Position): StudentRows {
  const facet = category === undefined ? `stage:${stage}` : `category:${category}`;
  return query
    .innerJoin('record_facet', 'record_facet.record_id', 'record_list.record_id')
    .where('record_facet.facet', '=', facet)
    .where(trueAt('record_facet', position)) as unknown as StudentRows;
}

/** The part of the order that is asked for: a village, a township or everything, behind a key. */
function withPlace(query: StudentRows, { village, township }: StudentFilter, table: string, after?: StudentKey): StudentRows {
  const place = sql.ref<string>(`${table}.place`);
  const recordId = sql.ref<string>(`${table}.record_id`);
  let placed = query;
  if (village !== undefined) {
    placed = placed.where(sql<boolean>`${place} = ${village}`);
    return after === undefined ? placed : placed.where(sql<boolean>`${recordId} > ${after.recordId}`);
  }
  if (after !== undefined) placed = placed.where(sql<boolean>`(${place}, ${recordId}) > (${after.place}, ${after.recordId})`);
  else if (township !== undefined) placed = placed.where(sql<boolean>`${place} >= ${township}`);
  // A colon sorts after every digit.
  return township === undefined ? placed : placed.where(sql<boolean>`${place} < ${`${township}:`}`);
}

function narrowed(query: StudentRows, { category, stage, compulsory, unassigned }: StudentFilter, driver: Driver): StudentRows {
  let rows = query;
  if (category !== undefined && driver !== 'facet') rows = rows.where('record_list.categories', 'like', `%"${category}"%`);
  if (stage !== undefined && !(driver === 'facet' && category === undefined)) rows = rows.where(compared('stage', false, stage));
  if (compulsory !== undefined) rows = rows.where('record_list.compulsory', '=', Number(compulsory));
  // As text: a database uses the index of those rows only if it sees the number.
  if (unassigned !== undefined) rows = rows.where(sql<boolean>`record_list.unassigned = ${sql.lit(Number(unassigned))}`);
  return rows;
}

function equal(column: string, value: string): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(column)} = ${value}`;
}

/** Unless the list is found by it, an expression, so that no database prefers the index of a column that spans the county. */
function compared(column: Column, driving: boolean, value: string): RawBuilder<boolean> {
  const reference = sql.ref(`record_list.${column}`);
  return driving ? sql<boolean>`${reference} = ${value}` : sql<boolean>`coalesce(${reference}, '') = ${value}`;
}
