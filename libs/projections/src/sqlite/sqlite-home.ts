import { Kysely, type Transaction } from 'kysely';
import type { Checkpoint, CheckpointTables, HomeDatabase } from '../read-store.js';
import { NodeSqliteDialect } from './node-sqlite-dialect.js';
import { openForBuilding, openForReading, openForWriting } from './open-database.js';

/**
 * A home in a file of its own. Fencing: checkpoint and rows are read and written in one exclusive transaction, so any number of processes
 * may advance the same home at the same time. Who comes second finds the checkpoint further on and leaves out what has been applied; a
 * lease is not needed, and a killed process leaves none to wait for.
 */
export class SqliteHome implements HomeDatabase {
  readonly writing: Kysely<CheckpointTables>;
  private readonly readers: Kysely<unknown>;

  /** @param building nobody reads it yet and a crash may spoil it */
  constructor(file: string, ready: () => Promise<void>, building = false) {
    this.writing = new Kysely({ dialect: new NodeSqliteDialect(() => (building ? openForBuilding(file) : openForWriting(file))) });
    this.readers = new Kysely({
      dialect: new NodeSqliteDialect(async () => {
        await ready();
        return openForReading(file);
      }),
    });
  }

  reading<Tables>(): Kysely<Tables> {
    return this.readers as Kysely<Tables>;
  }

  async make(work: (tx: Transaction<CheckpointTables>) => Promise<void>): Promise<void> {
    await this.writing.transaction().execute(work);
  }

  hold(tx: Transaction<CheckpointTables>): Promise<Checkpoint> {
    return tx.selectFrom('view_checkpoint').select(['position', 'origin']).executeTakeFirstOrThrow();
  }

  async advance(tx: Transaction<CheckpointTables>, checkpoint: Checkpoint): Promise<void> {
    await tx.updateTable('view_checkpoint').set(checkpoint).execute();
  }

  async close(): Promise<void> {
    await this.readers.destroy();
    await this.writing.destroy();
  }
}
