import { CompiledQuery, Kysely } from 'kysely';
import type { PostgresAddress } from '../postgres/address.js';
import { openPool } from '../postgres/connections.js';
import { SchemaDialect } from '../postgres/schema-dialect.js';

/** Runs a statement in a read store's own schema, beside whoever uses it. */
export async function askServer<Row>(address: PostgresAddress, text: string): Promise<readonly Row[]> {
  const pool = openPool(address, { max: 1 });
  const db = new Kysely<unknown>({ dialect: new SchemaDialect(pool, address.namespace) });
  try {
    return (await db.executeQuery<Row>(CompiledQuery.raw(text))).rows;
  } finally {
    await pool.end();
  }
}

/** The schemas of a read store, without its namespace: its own is the empty one. */
export async function schemasOf(address: PostgresAddress): Promise<string[]> {
  const { namespace } = address;
  const text = `select nspname as name from pg_namespace where starts_with(nspname, '${namespace}') order by 1`;
  return (await askServer<{ name: string }>(address, text)).map(({ name }) => name.slice(namespace.length));
}

/** Removes a read store from its server. */
export async function removeSchemas(address: PostgresAddress): Promise<void> {
  for (const name of await schemasOf(address)) await askServer(address, `drop schema "${address.namespace}${name}" cascade`);
}
