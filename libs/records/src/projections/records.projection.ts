import type { Insertable, Kysely, Transaction } from 'kysely';
import type { Position, Recorded } from '#kernel';
import type { Projection } from '#projections';
import { evolve, initialState, type EvolvingRecordEvent, type RecordState, type RecordType } from '#verification';
import { createTables } from './create-tables.js';
import { noRows, rowsOf, type RecordRows } from './record-rows.js';
import type { CategoryRow, InboxPostRow, InboxRow, ListRow, RecordsTables, Span } from './tables.js';
import { VersionedRows } from './versioned-rows.js';

/** Rows of one statement: bounds its parameters. */
const CHUNK = 100;

type SpannedTable = Exclude<keyof RecordsTables, 'record_state'>;

/** A record in the middle of a batch. */
interface Worked {
  readonly state: RecordState;
  readonly rows: RecordRows;
}

/** Records, their list, their categories and what waits for whom, from the streams `record-…`. */
export function recordsProjection(type: RecordType): Projection<RecordsTables> {
  return {
    name: 'records',
    version: 1,
    filter: { streamPrefixes: ['record-'] },
    create: (db: Kysely<RecordsTables>) => createTables(db),
    async apply(tx: Transaction<RecordsTables>, events: readonly Recorded[]): Promise<void> {
      const batch = new Batch(tx, type);
      await batch.load([...new Set(events.map(({ stream }) => stream))]);
      for (const event of events) batch.take(event);
      await batch.write();
    },
  };
}

/** Each record is read once and written once a batch, however many of its events the batch holds. */
class Batch {
  private readonly records = new Map<string, Worked>();
  private readonly list = new VersionedRows<ListRow>();
  private readonly categories = new VersionedRows<CategoryRow>();
  private readonly inbox = new VersionedRows<InboxRow>();
  private readonly posts = new VersionedRows<InboxPostRow>();

  constructor(
    private readonly tx: Transaction<RecordsTables>,
    private readonly type: RecordType,
  ) {}

  async load(streams: readonly string[]): Promise<void> {
    for (const stream of streams) this.records.set(stream, { state: initialState, rows: noRows });
    for (const ids of chunks(streams.map(recordIdOfStream))) {
      const rows = await this.tx.selectFrom('record_state').selectAll().where('record_id', 'in', ids).execute();
      for (const { record_id, state } of rows) {
        const loaded = JSON.parse(state) as RecordState;
        this.records.set(`record-${record_id}`, { state: loaded, rows: rowsOf(loaded, this.type) });
      }
    }
  }

  take(event: Recorded): void {
    const before = this.records.get(event.stream);
    // A hole would make every later row wrong without anybody seeing it.
    if (before === undefined || event.revision !== before.state.revision + 1) {
      throw new Error(`${event.stream}: revision ${event.revision} after ${before?.state.revision ?? 'nothing'}`);
    }
    const state = evolve(before.state, event as unknown as EvolvingRecordEvent);
    const rows = rowsOf(state, this.type);
    this.turn(before.rows, rows, event.position);
    this.records.set(event.stream, { state, rows });
  }

  async write(): Promise<void> {
    for (const states of chunks([...this.records.values()].map(({ state }) => state))) {
      const rows = states.map((state) => ({ record_id: state.recordId, revision: state.revision, state: JSON.stringify(state) }));
      await this.tx
        .insertInto('record_state')
        .values(rows)
        .onConflict((conflict) =>
          conflict.column('record_id').doUpdateSet(({ ref }) => ({ revision: ref('excluded.revision'), state: ref('excluded.state') })),
        )
        .execute();
    }
    await this.end();
    await this.insert('record_list', this.list.inserts);
    await this.insert('record_category', this.categories.inserts);
    await this.insert('inbox', this.inbox.inserts);
    await this.insert('inbox_post', this.posts.inserts);
  }

  private turn(before: RecordRows, after: RecordRows, position: Position): void {
    this.list.turn(before.list, after.list, position);
    this.categories.turn(before.categories, after.categories, position);
    this.inbox.turn(before.inbox, after.inbox, position);
    this.posts.turn(before.posts, after.posts, position);
  }

  /** Before new rows are written: of each key at most one row is open. */
  private async end(): Promise<void> {
    for (const { row, to } of this.list.endings) await this.endRow('record_list', { record_id: row.record_id }, to);
    for (const { row, to } of this.categories.endings) {
      await this.endRow('record_category', { record_id: row.record_id, category: row.category }, to);
    }
    for (const { row, to } of this.inbox.endings) {
      await this.endRow('inbox', { record_id: row.record_id, line: row.line, level: row.level }, to);
    }
    for (const { row, to } of this.posts.endings) {
      await this.endRow('inbox_post', { record_id: row.record_id, line: row.line, level: row.level, rank: row.rank }, to);
    }
  }

  private async endRow<Table extends SpannedTable>(table: Table, key: Partial<RecordsTables[Table]>, to: Position): Promise<void> {
    const db = this.tx as unknown as Transaction<Record<SpannedTable, Span>>;
    await db
      .updateTable(table as SpannedTable)
      .set({ to_position: to })
      .where((where) => where.and(key as Partial<Span>))
      .where('to_position', 'is', null)
      .execute();
  }

  private async insert<Table extends keyof RecordsTables>(table: Table, rows: readonly Insertable<RecordsTables[Table]>[]): Promise<void> {
    for (const values of chunks(rows)) await this.tx.insertInto(table).values(values).execute();
  }
}

function recordIdOfStream(stream: string): string {
  return stream.slice('record-'.length);
}

function* chunks<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let start = 0; start < items.length; start += CHUNK) yield items.slice(start, start + CHUNK);
}
