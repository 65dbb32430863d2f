import type { Kysely, Transaction } from 'kysely';
import type { Recorded } from '#kernel';
import type { Projection } from './projection.js';

/** A mark is set at least every so many events: to find a time or a position no more than that are read. */
export const MARK_EVERY = 50;

export interface LogTimesTables {
  /** Up to and including `position` no event of the log is later than `time`, and one bears it. */
  readonly time_mark: { readonly position: string; readonly time: string };
  /** One row: the latest time so far and the event at which it was so, the time of the last mark, and how many events came after that. */
  readonly time_pace: {
    readonly id: number;
    readonly latest: string;
    readonly position: string;
    readonly marked: string;
    readonly since: number;
  };
}

/**
 * Marks of the running maximum of event times: at the first and the last event of each second, and every {@link MARK_EVERY} events. Where the log
 * stood at the end of a second is known without it.
 */
export const logTimesProjection: Projection<LogTimesTables> = {
  name: 'log-times',
  version: 3,
  filter: {},

  async create(db: Kysely<LogTimesTables>): Promise<void> {
    await db.schema
      .createTable('time_mark')
      .addColumn('position', 'text', (column) => column.primaryKey())
      .addColumn('time', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('time_mark_by_time').on('time_mark').columns(['time', 'position']).execute();
    await db.schema
      .createTable('time_pace')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('latest', 'text', (column) => column.notNull())
      .addColumn('position', 'text', (column) => column.notNull())
      .addColumn('marked', 'text', (column) => column.notNull())
      .addColumn('since', 'integer', (column) => column.notNull())
      .execute();
    await db.insertInto('time_pace').values({ id: 1, latest: '', position: '', marked: '', since: 0 }).execute();
  },

  async apply(tx: Transaction<LogTimesTables>, events: readonly Recorded[]): Promise<void> {
    let { latest, marked, since, position: before } = await tx.selectFrom('time_pace').selectAll().executeTakeFirstOrThrow();
    const marks: { position: string; time: string }[] = [];
    for (const { position, time } of events) {
      const last = { position: before, time: latest };
      if (time > latest) latest = time;
      const another = secondOf(latest) !== secondOf(marked);
      if (another && since > 0) marks.push(last);
      since += 1;
      before = position;
      if (!another && since < MARK_EVERY) continue;
      marks.push({ position, time: latest });
      marked = latest;
      since = 0;
    }
    if (marks.length > 0) await tx.insertInto('time_mark').values(marks).execute();
    await tx.updateTable('time_pace').set({ latest, position: before, marked, since }).execute();
  },
};

function secondOf(time: string): string {
  return time.slice(0, '2020-09-01T00:00:00'.length);
}
