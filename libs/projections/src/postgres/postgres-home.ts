import { randomBytes } from 'node:crypto';
import { Kysely, sql, type RawBuilder, type SqlBool, type Transaction } from 'kysely';
import { Refusal } from '#kernel';
import type { Checkpoint, CheckpointTables, HomeDatabase } from '../read-store.js';
import type { Connections } from './connections.js';
import type { PostgresError } from './errors.js';
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
  /** Makes the store's own tables anew if any is lacking; answers whether. */
  repair(): Promise<boolean>;
  /** What is told of a statement that found something lacking. */
  lacking(): Refusal;
  closed(): void;
}

type Work = (tx: Transaction<CheckpointTables>) => Promise<void>;

/** Tables, their columns and indexes. */
const partsOf = (schema: string) => sql<{ part: string }>`select concat_ws('.', relname, attname) as part
  from pg_namespace join pg_class on relnamespace = pg_namespace.oid join pg_attribute on attrelid = pg_class.oid
  where nspname = ${schema}::text::name and relkind in ('r', 'i') and attnum > 0 and not attisdropped`;

/** Undoes what a transaction has made only to be looked at. */
class LookedAt extends Error {}

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
    mend: () => Promise<boolean>,
  ) {
    const { schema, readers, writers } = settings;
    const lacking = async (error: PostgresError) => ((await mend()) ? settings.lacking() : error);
    this.writing = new Kysely({ dialect: new SchemaDialect(writers, schema) });
    this.readers = new Kysely({ dialect: new SchemaDialect(readers, schema, { ready, lacking }) });
  }

  reading<Tables>(): Kysely<Tables> {
    return this.readers as Kysely<Tables>;
  }

  async make(work: Work): Promise<void> {
    const { schema } = this.settings;
    await this.writing.transaction().execute(async (tx) => {
      await this.alone(tx);
      await tx.schema.createSchema(schema).ifNotExists().execute();
      await work(tx);
    });
    await this.settings.opened();
  }

  async mend(work: Work): Promise<boolean> {
    const repaired = await this.settings.repair();
    return this.writing.transaction().execute(async (tx) => {
      await this.alone(tx);
      const lacking = !(await this.isWhole(tx, await this.wanted(work)));
      // Whoever reads it is given a moment; it is looked at again.
      await sql`set local lock_timeout = '1s'`.execute(tx);
      if (lacking) await tx.schema.dropSchema(this.settings.schema).ifExists().cascade().execute();
      return lacking || repaired;
    });
  }

  /** What the home should consist of: made beside it, looked at and undone. */
  private async wanted(work: Work): Promise<readonly string[]> {
    const beside = `${this.settings.schema.slice(0, 40)}_x${randomBytes(6).toString('hex')}`;
    let parts: readonly string[] = [];
    const looking = this.writing.transaction().execute(async (tx) => {
      await tx.schema.createSchema(beside).execute();
      await sql`set local search_path to ${sql.id(beside)}`.execute(tx);
      await work(tx);
      parts = (await partsOf(beside).execute(tx)).rows.map(({ part }) => part);
      throw new LookedAt();
    });
    await looking.catch((error: unknown) => {
      if (!(error instanceof LookedAt)) throw error;
    });
    return parts;
  }

  private async isWhole(tx: Transaction<CheckpointTables>, wanted: readonly string[]): Promise<boolean> {
    const { rows } = await partsOf(this.settings.schema).execute(tx);
    const standing = new Set(rows.map(({ part }) => part));
    if (!wanted.every((part) => standing.has(part))) return false;
    return (await tx.selectFrom('view_checkpoint').select('position').executeTakeFirst()) !== undefined;
  }

  /** Of several that make or clear away the home one after the other. */
  private async alone(tx: Transaction<CheckpointTables>): Promise<void> {
    await sql`select pg_advisory_xact_lock(hashtextextended(${this.settings.schema}, 0))`.execute(tx);
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
