import { PostgresAdapter, type Kysely } from 'kysely';

/** Which database a projection's tables are in. Few things are said differently there: how a table is stored, lists of values. */
export function dialectOf<Tables>(db: Kysely<Tables>): 'sqlite' | 'postgres' {
  return db.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite';
}
