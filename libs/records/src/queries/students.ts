import { sql, type Kysely, type SelectQueryBuilder } from 'kysely';
import type { Position } from '#kernel';
import { trueAt } from '../projections/true-at.js';
import type { ListRow, RecordsTables } from '../projections/tables.js';

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

const UNITS = ['village', 'township', 'school'] as const;
const EQUAL = [...UNITS, 'stage', 'cycle'] as const;

/**
 * A page of students as they stood at a position, ordered by record id: a key that never changes, so pages stay whole whatever is written
 * meanwhile. A category alone is found by its own index in that order; within a unit it is looked up for each record.
 */
export function studentRows(
  db: Kysely<RecordsTables>,
  filter: StudentFilter,
  { position, after, limit }: { position: Position; after?: string; limit: number },
): SelectQueryBuilder<RecordsTables, 'record_list', ListRow> {
  const inUnit = UNITS.some((unit) => filter[unit] !== undefined);
  const byCategory = filter.category !== undefined && !inUnit;
  const key = byCategory ? 'record_category.record_id' : 'record_list.record_id';
  let query = db.selectFrom('record_list').selectAll('record_list').where(trueAt('record_list', position));
  if (filter.category !== undefined) {
    query = query
      .innerJoin('record_category', 'record_category.record_id', 'record_list.record_id')
      .where('record_category.category', '=', filter.category)
      .where(trueAt('record_category', position)) as typeof query;
  }
  for (const column of EQUAL) {
    const wanted = filter[column];
    if (wanted !== undefined) query = query.where(`record_list.${column}`, '=', wanted);
  }
  if (filter.status !== undefined) {
    // Within a unit an expression, so that no database prefers the index of a status, which spans the county.
    const status = inUnit ? sql<string>`coalesce(${sql.ref('record_list.status')}, '')` : sql.ref<string>('record_list.status');
    query = query.where(status, '=', filter.status);
  }
  if (filter.status === undefined && filter.closed !== true) query = query.where('record_list.status', '!=', 'closed');
  if (filter.compulsory !== undefined) query = query.where('record_list.compulsory', '=', Number(filter.compulsory));
  if (filter.unassigned !== undefined) query = query.where('record_list.unassigned', '=', Number(filter.unassigned));
  const column = db.dynamic.ref(key);
  if (after !== undefined) query = query.where(column, '>', after);
  return query.orderBy(column).limit(limit);
}
