import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { LeaseRows } from './lease.js';

export interface LeaseTables {
  readonly lease: {
    readonly name: string;
    readonly holder: string;
    /** Counts the holders: nobody writes under an earlier one. */
    readonly epoch: number;
    /** When it expires, in milliseconds since 1970 by the database's clock; 0 once it was given back. */
    readonly until: number;
  };
}

/** Makes the table of leases. */
export async function createLeaseTable(db: Kysely<LeaseTables>): Promise<void> {
  await db.schema
    .createTable('lease')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('epoch', 'integer', (column) => column.notNull())
    .addColumn('until', 'integer', (column) => column.notNull())
    .execute();
}

/** Leases in a table, one statement each. */
export class LeaseTable implements LeaseRows {
  /** @param now milliseconds since 1970 by the clock of the database: those of its users may disagree */
  constructor(
    private readonly db: Kysely<LeaseTables>,
    private readonly now: RawBuilder<number>,
  ) {}

  async take(name: string, holder: string, ms: number): Promise<number | undefined> {
    const taken = await this.db
      .insertInto('lease')
      .values({ name, holder, epoch: 1, until: sql<number>`${this.now} + ${ms}` })
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet({ holder, epoch: sql<number>`lease.epoch + 1`, until: sql<number>`${this.now} + ${ms}` })
          .where('lease.until', '<', this.now),
      )
      .returning('epoch')
      .executeTakeFirst();
    return taken?.epoch;
  }

  async renew(name: string, holder: string, epoch: number, ms: number): Promise<boolean> {
    const renewed = await this.db
      .updateTable('lease')
      .set({ until: sql<number>`${this.now} + ${ms}` })
      .where('name', '=', name)
      .where('epoch', '=', epoch)
      // A table that was made anew counts from the beginning: the same epoch may be another's.
      .where('holder', '=', holder)
      .returning('epoch')
      .executeTakeFirst();
    return renewed !== undefined;
  }

  async release(name: string, epoch: number): Promise<void> {
    await this.db.updateTable('lease').set({ until: 0 }).where('name', '=', name).where('epoch', '=', epoch).execute();
  }
}
