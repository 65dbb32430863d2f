import type { Transaction } from 'kysely';
import type { Recorded, Revision } from '#kernel';
import { findAll, putAll, revisionsBefore, type RecentStates } from '#projections';
import { recordOf } from '#records';
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
import type { ResponsibilityTables } from './tables.js';

/** Who answers for a record after a batch, with the masks if they were worked out. */
export interface Answered {
  readonly state: Answering;
  readonly masks?: Masks;
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
    private readonly recent: RecentStates<Answered>,
  ) {}

  /** Reads the records of events, and those that they are carried over from. */
  async load(events: readonly Recorded[]): Promise<void> {
    const ids: string[] = [];
    const unknown: string[] = [];
    for (const [stream, revision] of revisionsBefore(events)) {
      const id = recordOf(stream);
      ids.push(id);
      if (!this.recall(id, revision) && revision >= 0) unknown.push(id);
    }
    await this.read(unknown);
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
      this.recent.keep(id, state.revision, { state, masks: this.standing.get(id) });
      return { record_id: id, revision: state.revision, state: JSON.stringify(state) };
    });
    await putAll(this.tx, 'answering', rows);
    await this.held.write(this.tx);
  }

  /** @returns whether the record is known without reading it */
  private recall(id: string, revision: Revision): boolean {
    const known = this.recent.at(id, revision);
    if (known === undefined) return false;
    this.records.set(id, known.state);
    if (known.masks !== undefined) this.standing.set(id, known.masks);
    return true;
  }

  private async read(ids: readonly string[]): Promise<void> {
    for (const { record_id, state } of await findAll(this.tx, 'answering', 'record_id', ids))
      this.records.set(record_id, JSON.parse(state) as Answering);
  }

  private heldBy(state: Answering): Masks {
    return new Map([...fieldsByUnit(state)].map(([unit, fields]) => [unit, this.masks.maskOf(fields)]));
  }
}

function carriedFrom(data: unknown): string | undefined {
  return (data as { readonly carriedFrom?: { readonly recordId: string } }).carriedFrom?.recordId;
}
