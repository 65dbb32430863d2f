import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';

/** What catching up with the log on PostgreSQL and bare inserts there are measured by. */
export interface ViewOnPostgres {
  readonly data: string;
  readonly view: string;
  readonly postgres: string;
}

/** Tables of the view of records with the rows of records; how many rows counts have depends on how many events come at once. */
const COUNTED = ['record_state', 'record_list', 'record_facet', 'record_search', 'inbox', 'inbox_post'];

/** A place for views on PostgreSQL, and what stands there. */
export interface PostgresPlace {
  /** Where views are kept, as the configuration says it. */
  readonly readStore: string;
  readonly client: pg.Client;
  /** The schema that a view's tables are in. */
  schemaOf(view: string): Promise<string>;
}

/** Works with views in schemas that are gone afterwards. */
export async function withViews<Answer>(postgres: string, work: (place: PostgresPlace) => Promise<Answer>): Promise<Answer> {
  const namespace = `bench${randomBytes(6).toString('hex')}`;
  const client = new pg.Client({ connectionString: postgres });
  await client.connect();
  const schemas = async (like: string) => {
    const { rows } = await client.query<{ name: string }>('SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE $1', [like]);
    return rows.map(({ name }) => name);
  };
  const schemaOf = async (view: string) => (await schemas(`${namespace}\\_${view}\\_v%`))[0] ?? '';
  try {
    return await work({ readStore: `${postgres}?namespace=${namespace}`, client, schemaOf });
  } finally {
    for (const schema of await schemas(`${namespace}%`)) await client.query(`DROP SCHEMA "${schema}" CASCADE`);
    await client.end();
  }
}

/** The file that holds a view in a data directory. @throws Error if it is in none */
export function viewFile(data: string, view: string): string {
  const file = readdirSync(join(data, 'views')).find((name) => name.startsWith(`${view}-v`) && name.endsWith('.db'));
  if (file === undefined) throw new Error(`there is no view of ${view}`);
  return join(data, 'views', file);
}

/** How many rows of records a view in a data directory has. */
export function rowsInFile(file: string): number {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare(`SELECT ${sumOf('')} AS count`).get() as { count: number };
  database.close();
  return rows.count;
}

/** How many rows of records a view has in a schema. */
export async function rowsInSchema(client: pg.Client, schema: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>(`SELECT ${sumOf(`"${schema}".`)} AS count`);
  return Number(rows[0]?.count);
}

function sumOf(place: string): string {
  return COUNTED.map((table) => `(SELECT count(*) FROM ${place}${table})`).join(' + ');
}
