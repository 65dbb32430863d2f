import { sql, type Generated, type Kysely } from 'kysely';
import { createLeaseTable, type LeaseTables } from '../lease/lease-table.js';

/** The read store's own tables, in a schema that bears its namespace. Views have schemas of their own. */
export interface StoreTables extends LeaseTables {
  /** Which of the {@link MIGRATIONS} have been made. */
  readonly migration: { readonly name: string };
  /** Each version of each view that some process serves from. Times are the database's. */
  readonly serving: {
    readonly view: string;
    readonly version: number;
    /** Of the home that serves. */
    readonly generation: number;
    /** When it took the place of another; null until then. */
    readonly replaced_at: Date | null;
    /** When a process that serves from it last said so. */
    readonly seen_at: Generated<Date>;
  };
  /** Homes that are being built, and when their builders last wrote. */
  readonly building: { readonly place: string; readonly touched_at: Generated<Date> };
}

/** Of every migration that has been made. */
const TABLES = ['migration', 'lease', 'serving', 'building'];

type Step = (db: Kysely<StoreTables>) => Promise<void>;

/** In the order in which they are made, each once; one that has been released is never changed. */
const MIGRATIONS: Readonly<Record<string, Step>> = {
  '2026-11-25-leases': (db) => createLeaseTable(db as unknown as Kysely<LeaseTables>),
  '2026-11-25-homes': async (db) => {
    await db.schema
      .createTable('serving')
      .addColumn('view', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('generation', 'integer', (column) => column.notNull())
      .addColumn('replaced_at', 'timestamptz')
      .addColumn('seen_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .addPrimaryKeyConstraint('serving_key', ['view', 'version'])
      .execute();
    await db.schema
      .createTable('building')
      .addColumn('place', 'text', (column) => column.primaryKey())
      .addColumn('touched_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .execute();
  },
};

/**
 * Brings the read store's own tables to what this version of the program wants, in one transaction; of several processes one after the
 * other. If any of them was taken away all are made anew: nothing in them has to be kept. Kysely's own migrator looks through every schema of the database, and stumbles over one that is made or removed meanwhile.
 */
export async function migrate(db: Kysely<StoreTables>, namespace: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${namespace}, 0))`.execute(tx);
    if (!(await isWhole(tx, namespace))) await tx.schema.dropSchema(namespace).ifExists().cascade().execute();
    await tx.schema.createSchema(namespace).ifNotExists().execute();
    await tx.schema
      .createTable('migration')
      .ifNotExists()
      .addColumn('name', 'text', (column) => column.primaryKey())
      .execute();
    const made = new Set((await tx.selectFrom('migration').select('name').execute()).map(({ name }) => name));
    for (const [name, make] of Object.entries(MIGRATIONS).filter(([step]) => !made.has(step))) {
      await make(tx);
      await tx.insertInto('migration').values({ name }).execute();
    }
  });
}

/** Whether every table is there that has been made; also: none has. */
async function isWhole(tx: Kysely<StoreTables>, namespace: string): Promise<boolean> {
  const { rows } = await sql<{ name: string }>`select relname as name from pg_class join pg_namespace on relnamespace = pg_namespace.oid
    where nspname = ${namespace} and relkind = 'r'`.execute(tx);
  const standing = new Set(rows.map(({ name }) => name));
  if (!standing.has('migration')) return TABLES.every((table) => !standing.has(table));
  const made = await tx.selectFrom('migration').select('name').execute();
  return made.length === 0 || TABLES.every((table) => standing.has(table));
}
