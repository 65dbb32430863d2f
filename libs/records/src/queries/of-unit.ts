import { sql, type RawBuilder, type SqlBool } from 'kysely';

/** Units that a list of records can be narrowed to, by code. */
export interface UnitFilter {
  readonly village?: string;
  readonly township?: string;
  readonly school?: string;
}

/**
 * The condition that a list row belongs to units; all that are given must hold. Villages and townships are found by place: a township is a
 * part of that order, as a colon sorts after every digit.
 */
export function ofUnit(table: string, { village, township, school }: UnitFilter): RawBuilder<SqlBool> {
  const place = sql.ref(`${table}.place`);
  const conditions = [
    ...(village === undefined ? [] : [sql<SqlBool>`${place} = ${village}`]),
    ...(township === undefined ? [] : [sql<SqlBool>`${place} >= ${township} and ${place} < ${`${township}:`}`]),
    ...(school === undefined ? [] : [sql<SqlBool>`${sql.ref(`${table}.school`)} = ${school}`]),
  ];
  return conditions.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`(${sql.join(conditions, sql` and `)})`;
}
