import type { Kysely, Transaction } from 'kysely';
import { Refusal, type Position, type Recorded } from '#kernel';
import type { Projection } from './projection.js';
import type { CheckpointTables, HomeDatabase, OpenDatabase, Stall } from './read-store.js';

/** Before every position: text that sorts before any other. */
export const BEGINNING: Position = '';

/** What a page of the log brings: everything that matches after where it begins, up to `position`. */
export interface PageToApply {
  /** Where the page begins. */
  readonly after: Position;
  readonly events: readonly Recorded[];
  readonly position: Position;
}

/** What is known of the log when a home is opened. */
export interface LogIdentity {
  /** Id of the log's first event, with that of its last renewal; undefined while it is empty. */
  readonly firstEventId: string | undefined;
  readonly head: Position;
}

/**
 * Where the rows of one version of a projection live: a database (SQLite) or a schema (PostgreSQL) of their own with their checkpoint, so a
 * changed projection is built beside the one that serves, and a rebuild beside the home that it will replace.
 */
export class ViewHome<Tables> {
  private readonly database: HomeDatabase;
  private made?: Promise<void>;
  private mending?: Promise<boolean>;
  private origin = '';

  /** @param building nobody reads it yet and a crash may spoil it: see {@link finish} */
  constructor(
    open: OpenDatabase,
    private readonly projection: Projection<Tables>,
    private readonly building = false,
  ) {
    this.database = open(
      () => this.make(),
      () => this.mend(),
    );
  }

  /** For readers. */
  get reading(): Kysely<Tables> {
    return this.database.reading();
  }

  /**
   * Makes the home if it is new, and checks that its rows come from this log.
   * @throws Refusal `unavailable`/`view-of-another-log`: the log begins with another event, or ends before what the rows say
   */
  async open(identify: () => Promise<LogIdentity>): Promise<void> {
    await this.make();
    const { position, origin } = await this.checkpointRow(this.database.writing);
    // Asked after the row was read: another process may be moving both on.
    const { firstEventId, head } = await identify();
    if ((origin !== '' && origin !== firstEventId) || position > head) {
      throw new Refusal('unavailable', 'view-of-another-log', { params: { view: this.projection.name } });
    }
    this.origin = firstEventId ?? '';
  }

  /** The position up to which the rows are true. */
  async checkpoint(): Promise<Position> {
    return (await this.checkpointRow(this.database.reading())).position;
  }

  /** Why the view has stopped, if whoever applies its events has said so and nobody has brought it further since. */
  async stall(): Promise<Stall | undefined> {
    const db = this.database.reading<CheckpointTables>();
    return db
      .selectFrom('view_stall')
      .innerJoin('view_checkpoint', 'view_checkpoint.position', 'view_stall.position')
      .select(['view_stall.position', 'reason'])
      .executeTakeFirst();
  }

  /** Leaves word for all processes that the view has stopped where it stands. */
  async noteStall(reason: string): Promise<void> {
    const { writing } = this.database;
    const { position } = await this.checkpointRow(writing);
    await writing
      .insertInto('view_stall')
      .values({ id: 1, position, reason })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ position, reason }))
      .execute();
  }

  /** Whoever begins to apply events again takes the word back. */
  async clearStall(): Promise<void> {
    if ((await this.stall()) !== undefined) await this.database.writing.deleteFrom('view_stall').execute();
  }

  /**
   * Applies a page of the log, rows and checkpoint in one transaction; what has been applied before is left out.
   * @returns the checkpoint afterwards
   * @throws Refusal `unavailable`/`lease-lost`, `unavailable`/`view-went-back`: the page begins behind the checkpoint, because the database
   * is one that was restored from an earlier state
   */
  async apply({ after, events, position }: PageToApply): Promise<Position> {
    return this.database.writing.transaction().execute(async (tx) => {
      const { position: standing } = await this.database.hold(tx);
      if (after > standing) throw new Refusal('unavailable', 'view-went-back', { params: { view: this.projection.name } });
      if (standing >= position) return standing;
      const fresh = events.filter((event) => event.position > standing);
      if (fresh.length > 0) await this.projection.apply(tx as unknown as Transaction<Tables>, fresh);
      await this.database.advance(tx, { position, origin: this.origin });
      return position;
    });
  }

  /**
   * Somebody may have taken tables away, or all of it: what lacks something is cleared away, and another home has to be made.
   * @returns whether something was lacking
   */
  mend(): Promise<boolean> {
    this.mending ??= (this.database.mend?.((tx) => this.makeTables(tx)) ?? Promise.resolve(false)).finally(
      () => (this.mending = undefined),
    );
    return this.mending;
  }

  /** Ends building: makes the indexes that readers need. Once the home is closed it may serve. */
  async finish(): Promise<void> {
    await this.projection.index?.(this.database.writing as unknown as Kysely<Tables>);
  }

  async close(): Promise<void> {
    await this.made?.catch(() => undefined);
    await this.database.close();
  }

  /** Once a process; several processes may do it at the same time, one makes the tables. */
  private make(): Promise<void> {
    this.made ??= this.database.make((tx) => this.makeTables(tx));
    // A home that could not be made may be made later: the disk was full, the file locked, the server away.
    this.made.catch(() => (this.made = undefined));
    return this.made;
  }

  private async makeTables(tx: Transaction<CheckpointTables>): Promise<void> {
    await tx.schema
      .createTable('view_checkpoint')
      .ifNotExists()
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('position', 'text', (column) => column.notNull())
      .addColumn('origin', 'text', (column) => column.notNull())
      .execute();
    await tx.schema
      .createTable('view_stall')
      .ifNotExists()
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('position', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .execute();
    const standing = await tx.selectFrom('view_checkpoint').select('id').executeTakeFirst();
    if (standing !== undefined) return;
    await this.projection.create(tx as unknown as Kysely<Tables>);
    if (!this.building) await this.projection.index?.(tx as unknown as Kysely<Tables>);
    await tx.insertInto('view_checkpoint').values({ id: 1, position: BEGINNING, origin: '' }).execute();
  }

  private checkpointRow(db: Kysely<CheckpointTables>): Promise<{ position: Position; origin: string }> {
    return db.selectFrom('view_checkpoint').select(['position', 'origin']).executeTakeFirstOrThrow();
  }
}
