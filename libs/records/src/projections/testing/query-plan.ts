import { CompiledQuery, type Compilable, type Kysely } from 'kysely';

/** How SQLite finds the rows of a query: one line a step. */
export async function queryPlan<Tables>(db: Kysely<Tables>, query: Compilable): Promise<string[]> {
  const { sql, parameters } = query.compile();
  const { rows } = await db.executeQuery<{ detail: string }>(CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]));
  return rows.map(({ detail }) => detail);
}
