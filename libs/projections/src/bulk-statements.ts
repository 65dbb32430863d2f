import { sql, type Insertable, type Kysely, type RawBuilder, type Selectable, type Transaction } from 'kysely';
import type { BulkRow, BulkStatements } from './bulk-rows.js';
import { dialectOf } from './dialect-of.js';
import { postgresStatements } from './postgres/postgres-statements.js';
import { sqliteStatements } from './sqlite/sqlite-statements.js';

const statements: Readonly<Record<ReturnType<typeof dialectOf>, BulkStatements>> = {
  sqlite: sqliteStatements,
  postgres: postgresStatements,
};

function of<Tables>(tx: Transaction<Tables>): [BulkStatements, Kysely<unknown>] {
  return [statements[dialectOf(tx)], tx as unknown as Kysely<unknown>];
}

/** Inserts rows of one shape. */
export async function insertAll<Tables, Name extends keyof Tables & string>(
  tx: Transaction<Tables>,
  table: Name,
  rows: readonly Insertable<Tables[Name]>[],
): Promise<void> {
  const [bulk, db] = of(tx);
  if (rows.length > 0) await bulk.insertAll(db, table, rows as readonly BulkRow[]);
}

/** Inserts rows that may be there already: with the first column equal, the others of the new row count. No two of them are the same. */
export async function putAll<Tables, Name extends keyof Tables & string>(
  tx: Transaction<Tables>,
  table: Name,
  rows: readonly Insertable<Tables[Name]>[],
): Promise<void> {
  const [bulk, db] = of(tx);
  if (rows.length > 0) await bulk.putAll(db, table, rows as readonly BulkRow[]);
}

/**
 * Runs a statement over lists of values, and answers the rows that it returns.
 * @param rows texts, whole numbers or null, of one type in each place; the first row has no null
 * @param build makes the statement around a query that answers these rows, with columns `column1`, `column2` and so on; called with one
 * `what` it must always make the same
 */
export async function forEach<Tables, Answer = never>(
  tx: Transaction<Tables>,
  what: string,
  rows: readonly (readonly unknown[])[],
  build: (values: RawBuilder<unknown>) => RawBuilder<unknown>,
): Promise<Answer[]> {
  const [bulk, db] = of(tx);
  return rows.length === 0 ? [] : bulk.forEach<Answer>(db, what, rows, build);
}

/** Rows of which a column has one of these values. */
export function findAll<Tables, Name extends keyof Tables & string>(
  tx: Transaction<Tables>,
  table: Name,
  column: keyof Tables[Name] & string,
  values: readonly string[],
): Promise<Selectable<Tables[Name]>[]> {
  return forEach<Tables, Selectable<Tables[Name]>>(
    tx,
    `find ${table} by ${column}`,
    values.map((value) => [value]),
    (given) => sql`select * from ${sql.table(table)} where ${sql.ref(column)} in (${given})`,
  );
}
