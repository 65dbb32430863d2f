import { sql, type CreateTableBuilder, type Kysely } from 'kysely';
import { dialectOf } from './dialect-of.js';

/** A table whose rows are kept in the order of its key, where the database can: a short row is then written once instead of twice. */
export function inKeyOrder<Tables, Name extends string>(db: Kysely<Tables>, table: CreateTableBuilder<Name>): CreateTableBuilder<Name> {
  return dialectOf(db) === 'sqlite' ? table.modifyEnd(sql`without rowid`) : table;
}
