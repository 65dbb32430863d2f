import { Kysely, type Transaction } from 'kysely';
import { Refusal, type Position, type Recorded } from '#kernel';
import type { Projection } from './projection.js';
import { NodeSqliteDialect } from './sqlite/node-sqlite-dialect.js';
import { openForBuilding, openForReading, openForWriting } from './sqlite/open-database.js';

/** Before every position: text that sorts before any other. */
export const BEGINNING: Position = '';

/** One row: up to where the rows of this home are true, and of which log. */
interface CheckpointTables {
  readonly view_checkpoint: { readonly id: number; readonly position: string; readonly origin: string };
}

/** What a page of the log brings: everything that matches after where it begins, up to `position`. */
export interface PageToApply {
  readonly events: readonly Recorded[];
  readonly position: Position;
}

/** What is known of the log when a home is opened. */
export interface LogIdentity {
  /** Id of the log's first event; undefined while it is empty. */
  readonly firstEventId: string | undefined;
  readonly head: Position;
}

/**
 * Where the rows of one version of a projection live: a database file of their own with their checkpoint (on PostgreSQL: a schema of that
 * name), so a changed projection is built beside the one that serves, and a rebuild beside the home that it will replace.
 *
 * Fencing: checkpoint and rows are read and written in one exclusive transaction, so any number of processes may advance the same home at
 * the same time. Who comes second finds the checkpoint further on and leaves out what has been applied; a lease is not needed.
 */
export class ViewHome<Tables> {
  /** For readers; a connection of its own, so a reader never waits for the writer. */
  readonly reading: Kysely<Tables>;
  private readonly writing: Kysely<CheckpointTables>;
  private made?: Promise<void>;
  private origin = '';

  /**
   * @param file of the database
   * @param building nobody reads it yet and a crash may spoil it: see {@link finish}
   */
  constructor(
    file: string,
    private readonly projection: Projection<Tables>,
    private readonly building = false,
  ) {
    this.writing = new Kysely({ dialect: new NodeSqliteDialect(() => (building ? openForBuilding(file) : openForWriting(file))) });
    this.reading = new Kysely({
      dialect: new NodeSqliteDialect(async () => {
        await this.make();
        return openForReading(file);
      }),
    });
  }

  /**
   * Makes the home if it is new, and checks that its rows come from this log.
   * @throws Refusal `unavailable`/`view-of-another-log`: the log begins with another event, or ends before what the rows say
   */
  async open(identify: () => Promise<LogIdentity>): Promise<void> {
    await this.make();
    const { position, origin } = await this.checkpointRow(this.writing);
    // Asked after the row was read: another process may be moving both on.
    const { firstEventId, head } = await identify();
    if ((origin !== '' && origin !== firstEventId) || position > head) {
      throw new Refusal('unavailable', 'view-of-another-log', { params: { view: this.projection.name } });
    }
    this.origin = firstEventId ?? '';
  }

  /** The position up to which the rows are true. */
  async checkpoint(): Promise<Position> {
    return (await this.checkpointRow(this.reading as unknown as Kysely<CheckpointTables>)).position;
  }

  /**
   * Applies a page of the log, rows and checkpoint in one transaction; what has been applied before is left out. The page must begin at or
   * before the checkpoint, which holds for every page that was read after a checkpoint of this home: checkpoints never go back.
   * @returns the checkpoint afterwards
   */
  async apply({ events, position }: PageToApply): Promise<Position> {
    return this.writing.transaction().execute(async (tx) => {
      const standing = (await this.checkpointRow(tx)).position;
      if (standing >= position) return standing;
      const fresh = events.filter((event) => event.position > standing);
      if (fresh.length > 0) await this.projection.apply(tx as unknown as Transaction<Tables>, fresh);
      await tx.updateTable('view_checkpoint').set({ position, origin: this.origin }).execute();
      return position;
    });
  }

  /** Ends building: makes the indexes that readers need. Once the home is closed it may serve. */
  async finish(): Promise<void> {
    await this.projection.index?.(this.writing as unknown as Kysely<Tables>);
  }

  async close(): Promise<void> {
    await this.made?.catch(() => undefined);
    await this.reading.destroy();
    await this.writing.destroy();
  }

  /** Once a process; several processes may do it at the same time, one makes the tables. */
  private make(): Promise<void> {
    this.made ??= this.makeTables();
    // A home that could not be made may be made later: the disk was full, the file locked.
    this.made.catch(() => (this.made = undefined));
    return this.made;
  }

  private async makeTables(): Promise<void> {
    await this.writing.transaction().execute(async (tx) => {
      await tx.schema
        .createTable('view_checkpoint')
        .ifNotExists()
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .addColumn('position', 'text', (column) => column.notNull())
        .addColumn('origin', 'text', (column) => column.notNull())
        .execute();
      const standing = await tx.selectFrom('view_checkpoint').select('id').executeTakeFirst();
      if (standing !== undefined) return;
      await this.projection.create(tx as unknown as Kysely<Tables>);
      if (!this.building) await this.projection.index?.(tx as unknown as Kysely<Tables>);
      await tx.insertInto('view_checkpoint').values({ id: 1, position: BEGINNING, origin: '' }).execute();
    });
  }

  private checkpointRow(db: Kysely<CheckpointTables>): Promise<{ position: Position; origin: string }> {
    return db.selectFrom('view_checkpoint').select(['position', 'origin']).executeTakeFirstOrThrow();
  }
}
