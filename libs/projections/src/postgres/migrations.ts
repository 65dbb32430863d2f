import { sql, type Generated, type Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { createLeaseTable, type LeaseTables } from '../lease/lease-table.js';

/** The read store's own tables, in a schema that bears its namespace. Views have schemas of their own. */
export interface StoreTables extends LeaseTables {
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

/** In the order of their names; one that has been released is never changed. */
const migrations: Readonly<Record<string, Migration>> = {
  '2026-11-25-1-leases': { up: (db: Kysely<LeaseTables>) => createLeaseTable(db) },
  '2026-11-25-2-homes': {
    async up(db: Kysely<unknown>): Promise<void> {
      const now = sql`now()`;
      await db.schema
        .createTable('serving')
        .addColumn('view', 'text', (column) => column.notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('generation', 'integer', (column) => column.notNull().defaultTo(0))
        .addColumn('replaced_at', 'timestamptz')
        .addColumn('seen_at', 'timestamptz', (column) => column.notNull().defaultTo(now))
        .addPrimaryKeyConstraint('serving_key', ['view', 'version'])
        .execute();
      await db.schema
        .createTable('building')
        .addColumn('place', 'text', (column) => column.primaryKey())
        .addColumn('touched_at', 'timestamptz', (column) => column.notNull().defaultTo(now))
        .execute();
    },
  },
};

/** Brings the read store's own tables to what this version of the program wants; of several processes one does. */
export async function migrate(db: Kysely<StoreTables>, namespace: string): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    migrationTableSchema: namespace,
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
