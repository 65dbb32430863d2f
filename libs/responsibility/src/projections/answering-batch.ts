import { sql, type Transaction } from 'kysely';
import type { Recorded } from '#kernel';
import { forEach, putAll, RecentStates, revisionsBefore } from '#projections';
import { recordOf, recordStream } from '#records';
import {
  answeringAfter,
  answersNothing,
  fieldsByUnit,
  type Answering,
  type EvolvingRecordEvent,
  type OpenReturn,
  type RecordType,
} from '#verification';
import type { FieldMasks } from './field-masks.js';
import { HeldRows, type Masks } from './held-rows.js';
import type { AnsweringRow, ResponsibilityTables } from './tables.js';

/** How many records are kept in memory between batches. */
const KEPT = 4_000;

/** Who answers for records that were worked on lately. */
export class RecentAnswering extends RecentStates<{ readonly state: Answering; readonly masks: Masks | undefined }> {
  constructor() {
    super(KEPT);
  }
}

/** Records in the middle of a batch: each is read at most once and written once, however many of its events the batch holds. */
export class AnsweringBatch {
  private readonly records = new Map<string, Answering>();
  private readonly held = new HeldRows();
  private readonly standing = new Map<string, Masks>();
  private readonly touched = new Set<string>();

  constructor(
    private readonly tx: Transaction<ResponsibilityTables>,
    private readonly type: RecordType,
    private readonly masks: FieldMasks,
    private readonly recent: RecentAnswering,
  ) {}

  /** Reads the records of events, and those that they are carried over from. */
  async load(events: readonly Recorded[]): Promise<void> {
    const before = revisionsBefore(events);
    await this.read([...before].flatMap(([stream, revision]) => (this.recall(stream, revision) || revision < 0 ? [] : [recordOf(stream)])));
    const ids = [...before.keys()].map(recordOf);
    const carrying = events.filter(({ type }) => type === 'record-opened').map(({ data }) => carriedFrom(data));
    const standing = ids.map((id) => this.records.get(id)?.carriedFrom);
    await this.read([...carrying, ...standing].flatMap((id) => (id === undefined || this.records.has(id) ? [] : [id])));
  }

  /** One more event. @returns the returns that it shows to have caught something */
  take(event: EvolvingRecordEvent & Pick<Recorded, 'position'>, recordId: string): readonly OpenReturn[] {
    const before = this.records.get(recordId) ?? answersNothing;
    // A hole would make every later row wrong without anybody seeing it.
    if (event.revision !== before.revision + 1) throw new Error(`${recordId}: revision ${event.revision} after ${before.revision}`);
    const previous = before.carriedFrom === undefined ? undefined : this.records.get(before.carriedFrom);
    const { state, caught } = answeringAfter(before, event, this.type, (field) => previous?.fields[field]);
    if (state.fields !== before.fields || state.closed !== before.closed) {
      const after = this.heldBy(state);
      this.held.turn(recordId, this.standing.get(recordId) ?? this.heldBy(before), after, event.position);
      this.standing.set(recordId, after);
    }
    this.records.set(recordId, state);
    this.touched.add(recordId);
    return caught;
  }

  async write(): Promise<void> {
    const rows = [...this.touched].map((id) => {
      const state = this.records.get(id) ?? answersNothing;
      this.recent.keep(recordStream(id), state.revision, { state, masks: this.standing.get(id) });
      return { record_id: id, revision: state.revision, state: JSON.stringify(state) };
    });
    await putAll(this.tx, 'answering', rows);
    await this.held.write(this.tx);
  }

  /** @returns whether the record is known without reading it */
  private recall(stream: string, revision: number): boolean {
    const known = this.recent.at(stream, revision);
    if (known === undefined) return false;
    this.records.set(recordOf(stream), known.state);
    if (known.masks !== undefined) this.standing.set(recordOf(stream), known.masks);
    return true;
  }

  private async read(ids: readonly string[]): Promise<void> {
    const rows = await forEach<ResponsibilityTables, Pick<AnsweringRow, 'record_id' | 'state'>>(
      this.tx,
      'read answering',
      ids.map((id) => [id]),
      (given) => sql`select record_id, state from answering where record_id in (${given})`,
    );
    for (const { record_id, state } of rows) this.records.set(record_id, JSON.parse(state) as Answering);
  }

  private heldBy(state: Answering): Masks {
    return new Map([...fieldsByUnit(state)].map(([unit, fields]) => [unit, this.masks.maskOf(fields)]));
  }
}

function carriedFrom(data: unknown): string | undefined {
  return (data as { readonly carriedFrom?: { readonly recordId: string } }).carriedFrom?.recordId;
}
