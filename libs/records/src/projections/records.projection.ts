import { sql, type Kysely, type Transaction } from 'kysely';
import type { Position, Recorded } from '#kernel';
import { findAll, forEach, insertAll, putAll, RecentStates, revisionsBefore, type Projection } from '#projections';
import { evolve, initialState, type EvolvingRecordEvent, type RecordType } from '#verification';
import { recordOf, recordStream } from '../record-id.js';
import { createIndexes, createTables } from './create-tables.js';
import { noRows, rowsAfter, rowsOf, type Group, type RecordRows, type Shown } from './record-rows.js';
import { RunningTotals, TOTALS_EVERY } from './running-totals.js';
import { searchRowsOf } from './search-terms.js';
import { packState, unpackState } from './standing-state.js';
import type { FacetRow, InboxPostRow, InboxRow, ListRow, RecordsTables } from './tables.js';
import { VersionedRows } from './versioned-rows.js';
import { UNIT_STREAMS, WorkBatch } from './work-batch.js';
import { nothingWaits, readWaits, waitsAfter, type Waits } from './work-rows.js';

/** How many records are kept in memory between batches: some tens of megabytes. */
const KEPT = 4_000;
const RECORD_STREAMS = 'record-';

/** A record in the middle of a batch. */
interface Worked extends Shown {
  /** The list row that stood before the batch. */
  readonly listRow: number;
  readonly waits: Waits;
}

/**
 * Records, their list and counts, what they are searched by and what waits for whom, from the streams `record-…`; of units only what they are.
 * @param totalsEvery events after which totals are kept; fewer only in specs
 */
export function recordsProjection(type: RecordType, totalsEvery = TOTALS_EVERY): Projection<RecordsTables> {
  const recent = new RecentStates<Worked>(KEPT);
  return {
    name: 'records',
    version: 7,
    filter: { streamPrefixes: [RECORD_STREAMS, ...UNIT_STREAMS] },
    create: (db: Kysely<RecordsTables>) => createTables(db),
    index: (db: Kysely<RecordsTables>) => createIndexes(db),
    async apply(tx: Transaction<RecordsTables>, events: readonly Recorded[]): Promise<void> {
      const work = new WorkBatch(
        tx,
        type,
        events.filter(({ stream }) => !isRecord(stream)),
      );
      await applyRecords(
        new Batch(tx, type, totalsEvery, recent, work),
        events.filter(({ stream }) => isRecord(stream)),
      );
      await work.write();
    },
  };
}

async function applyRecords(batch: Batch, events: readonly Recorded[]): Promise<void> {
  if (events.length === 0) return;
  await batch.load(events);
  for (const event of events) batch.take(event);
  await batch.write();
}

function isRecord(stream: string): boolean {
  return stream.startsWith(RECORD_STREAMS);
}

/** Each record is read at most once and written once a batch, however many of its events the batch holds. */
class Batch {
  private readonly records = new Map<string, Worked>();
  private readonly list = new VersionedRows<ListRow>();
  private readonly facets = new VersionedRows<FacetRow>();
  private readonly inbox = new VersionedRows<InboxRow>();
  private readonly posts = new VersionedRows<InboxPostRow>();
  private readonly groups = new Map<string, Group>();
  private readonly names = new Map<string, string>();
  /** Streams of records in which something waited before. */
  private readonly waited = new Set<string>();
  /** Records that had another name before. */
  private readonly renamed = new Set<string>();
  private readonly totals = new RunningTotals();
  private last: Position = '';
  private taken = 0;

  constructor(
    private readonly tx: Transaction<RecordsTables>,
    private readonly type: RecordType,
    private readonly totalsEvery: number,
    private readonly recent: RecentStates<Worked>,
    private readonly work: WorkBatch,
  ) {}

  async load(events: readonly Recorded[]): Promise<void> {
    const ids: string[] = [];
    for (const [stream, revision] of revisionsBefore(events)) {
      const known = this.recent.at(stream, revision);
      this.records.set(stream, known ?? { state: initialState, rows: noRows, listRow: 0, waits: nothingWaits });
      if (known === undefined && revision >= 0) ids.push(recordOf(stream));
    }
    for (const { record_id, state, list_row: listRow, waits } of await findAll(this.tx, 'record_state', 'record_id', ids)) {
      const loaded = unpackState(state);
      this.records.set(recordStream(record_id), {
        state: loaded,
        rows: rowsOf(loaded, this.type),
        listRow,
        waits: readWaits(waits),
      });
    }
    for (const [stream, { waits }] of this.records) if (waits !== nothingWaits) this.waited.add(stream);
  }

  take(event: Recorded): void {
    const before = this.records.get(event.stream);
    // A hole would make every later row wrong without anybody seeing it.
    if (before === undefined || event.revision !== before.state.revision + 1) {
      throw new Error(`${event.stream}: revision ${event.revision} after ${before?.state.revision ?? 'nothing'}`);
    }
    const state = evolve(before.state, event as unknown as EvolvingRecordEvent);
    const rows = this.turn(before.rows, rowsAfter(before, state, this.type), event.position);
    this.records.set(event.stream, { ...before, state, rows, waits: waitsAfter(before.waits, state, event.time) });
    this.last = event.position;
    this.taken += 1;
    if (this.taken % this.totalsEvery === 0) this.totals.end(this.last, this.list.inserts.length);
  }

  async write(): Promise<void> {
    this.totals.end(this.last, this.list.inserts.length);
    await this.end();
    const firstRow = await this.nextRow();
    const rows = this.list.inserts.map((row, index) => ({ seq: firstRow + index, ...row }));
    await insertAll(this.tx, 'record_list', rows);
    await insertAll(this.tx, 'record_facet', this.facets.inserts);
    await this.writeGroups();
    await insertAll(this.tx, 'inbox', this.inbox.inserts);
    await this.writePosts();
    await this.writeStates(new Map(rows.map(({ record_id, seq }) => [record_id, seq])));
    await this.writeNames();
    await this.totals.write(this.tx, firstRow);
  }

  private turn(before: RecordRows, after: RecordRows, position: Position): RecordRows {
    if (before === after) return before;
    const list = this.list.turn(before.list, after.list, position);
    this.totals.turn(before.list[0], list[0]);
    const [row] = list;
    this.noteName(before.list[0], row);
    for (const group of after.groups) this.groups.set(group.id, group);
    return {
      list,
      facets: this.facets.turn(before.facets, after.facets, position),
      inbox: this.inbox.turn(before.inbox, after.inbox, position),
      posts: this.posts.turn(before.posts, after.posts, position),
      groups: after.groups,
    };
  }

  private noteName(before: ListRow | undefined, row: ListRow | undefined): void {
    const [was, name] = [before?.name ?? null, row?.name ?? null];
    if (row === undefined || was === name) return;
    if (was !== null) this.renamed.add(row.record_id);
    if (name === null) this.names.delete(row.record_id);
    else this.names.set(row.record_id, name);
  }

  private async nextRow(): Promise<number> {
    const { last } = await this.tx
      .selectFrom('record_list')
      .select(({ fn }) => fn.max('seq').as('last'))
      .executeTakeFirstOrThrow();
    return ((last as number | null) ?? 0) + 1;
  }

  private async writeStates(written: ReadonlyMap<string, number>): Promise<void> {
    const rows = [];
    for (const [stream, worked] of this.records) {
      const { state, waits } = worked;
      if (waits !== nothingWaits || this.waited.has(stream)) this.work.note({ state, waits });
      const listRow = written.get(state.recordId) ?? worked.listRow;
      rows.push({
        record_id: state.recordId,
        revision: state.revision,
        state: packState(state),
        list_row: listRow,
        waits: JSON.stringify(waits),
      });
      this.recent.keep(stream, state.revision, { ...worked, listRow });
    }
    await putAll(this.tx, 'record_state', rows);
  }

  /** A group never changes: who is barred in it is written once, with it. */
  private async writeGroups(): Promise<void> {
    await putAll(this.tx, 'waiting_posts', [...new Map([...this.groups.values()].map(({ posts }) => [posts.id, posts])).values()]);
    const added = await forEach<RecordsTables, { id: string }>(
      this.tx,
      'add groups',
      [...this.groups.values()].map(({ id, posts, barred }) => [id, posts.id, JSON.stringify(barred)]),
      (rows) => sql`insert into waiting_group (id, waiting_posts, barred) ${rows} on conflict (id) do nothing returning id`,
    );
    const barred = added.flatMap(({ id }) => {
      const { posts, barred: people } = this.groups.get(id) as Group;
      return people.map((person) => ({ person, waiting_posts: posts.id, waiting_group: id }));
    });
    await insertAll(this.tx, 'waiting_barred', barred);
  }

  private async writeNames(): Promise<void> {
    const rows = [];
    for (const [recordId, name] of this.names) rows.push(...(await searchRowsOf(recordId, name)));
    await forEach(
      this.tx,
      'end names',
      [...this.renamed].map((recordId) => [recordId]),
      (keys) => sql`delete from record_search where record_id in (${keys})`,
    );
    await insertAll(this.tx, 'record_search', rows);
  }

  /** Those who wait now, without their past. */
  private async writePosts(): Promise<void> {
    const gone = this.posts.endings.map(({ row }) => [
      row.unit,
      row.role,
      row.post_line,
      row.due,
      row.record_id,
      row.line,
      row.level,
      row.rank,
    ]);
    await forEach(
      this.tx,
      'end posts',
      gone,
      (keys) => sql`delete from inbox_post where (unit, role, post_line, due, record_id, line, level, rank) in (${keys})`,
    );
    const standing = this.posts.inserts.filter(({ to_position }) => to_position === null);
    await insertAll(
      this.tx,
      'inbox_post',
      standing.map(({ from_position: _from, to_position: _to, ...row }) => row),
    );
  }

  /** Before new rows are written: of each key at most one row is open. */
  private async end(): Promise<void> {
    await forEach(
      this.tx,
      'end list',
      this.list.endings.map(({ row, to }) => [this.records.get(recordStream(row.record_id))?.listRow, to]),
      (rows) => sql`update record_list set to_position = given.column2 from (${rows}) as given where seq = given.column1`,
    );
    await forEach(
      this.tx,
      'end facets',
      this.facets.endings.map(({ row, to }) => [row.cycle, row.facet, row.place, row.record_id, to]),
      (rows) => sql`update record_facet set to_position = given.column5 from (${rows}) as given where cycle = given.column1
        and facet = given.column2 and place = given.column3 and record_id = given.column4 and to_position is null`,
    );
    await forEach(
      this.tx,
      'end inbox',
      this.inbox.endings.map(({ row, to }) => [row.record_id, row.line, row.level, to]),
      (rows) => sql`update inbox set to_position = given.column4 from (${rows}) as given where record_id = given.column1
        and line = given.column2 and level = given.column3 and to_position is null`,
    );
  }
}
