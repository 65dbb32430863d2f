import { Kysely, sql, type RawBuilder, type SqlBool, type Transaction } from 'kysely';
import { Refusal } from '#kernel';
import type { Checkpoint, CheckpointTables, HomeDatabase } from '../read-store.js';
import type { Connections } from './connections.js';
import { SchemaDialect } from './schema-dialect.js';

/** What a home needs of its store. */
export interface HomeSettings {
  readonly schema: string;
  readonly readers: Connections;
  readonly writers: Connections;
  /** Told when the home has been made or is found. */
  opened(): Promise<void>;
  /** The condition that this process may still write; undefined: it may not. */
  mayWrite(): RawBuilder<SqlBool> | undefined;
  closed(): void;
}

/**
 * A home in a schema of its own. Fencing: a transaction holds the checkpoint's row from its beginning, so writers come one after the other,
 * and moves it on only if its process still holds the lease, in the same statement. A process that was stopped for longer than its lease
 * lasts, and goes on in the middle of a transaction, finds another epoch there and rolls back.
 */
export class PostgresHome implements HomeDatabase {
  readonly writing: Kysely<CheckpointTables>;
  private readonly readers: Kysely<unknown>;

  constructor(
    private readonly settings: HomeSettings,
    ready: () => Promise<void>,
  ) {
    const { schema, readers, writers } = settings;
    this.writing = new Kysely({ dialect: new SchemaDialect(writers, schema) });
    this.readers = new Kysely({ dialect: new SchemaDialect(readers, schema, ready) });
  }

  reading<Tables>(): Kysely<Tables> {
    return this.readers as Kysely<Tables>;
  }

  async make(work: (tx: Transaction<CheckpointTables>) => Promise<void>): Promise<void> {
    const { schema } = this.settings;
    await this.writing.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${schema}, 0))`.execute(tx);
      await tx.schema.createSchema(schema).ifNotExists().execute();
      await work(tx);
    });
    await this.settings.opened();
  }

  hold(tx: Transaction<CheckpointTables>): Promise<Checkpoint> {
    return tx.selectFrom('view_checkpoint').select(['position', 'origin']).forUpdate().executeTakeFirstOrThrow();
  }

  async advance(tx: Transaction<CheckpointTables>, checkpoint: Checkpoint): Promise<void> {
    const mayWrite = this.settings.mayWrite();
    if (mayWrite === undefined) throw new Refusal('unavailable', 'lease-lost');
    const { numUpdatedRows } = await tx.updateTable('view_checkpoint').set(checkpoint).where(mayWrite).executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) throw new Refusal('unavailable', 'lease-lost');
  }

  async close(): Promise<void> {
    this.settings.closed();
    await this.readers.destroy();
    await this.writing.destroy();
  }
}
