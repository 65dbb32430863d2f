import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Position } from '#kernel';

/** The condition that a row with from and to positions, of a table or an alias, is true at a position. */
export function trueAt(table: string, position: Position): RawBuilder<SqlBool> {
  const from = sql.ref(`${table}.from_position`);
  const to = sql.ref(`${table}.to_position`);
  return sql<SqlBool>`(${from} <= ${position} and (${to} is null or ${to} > ${position}))`;
}
