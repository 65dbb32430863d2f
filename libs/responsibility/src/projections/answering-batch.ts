import type { Transaction } from 'kysely';
import type { Recorded } from '#kernel';
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
import { chunks, HeldRows } from './held-rows.js';
import type { ResponsibilityTables } from './tables.js';

/** Records in the middle of a batch: each is read once and written once, however many of its events the batch holds. */
export class AnsweringBatch {
  private readonly records = new Map<string, Answering>();
  private readonly held = new HeldRows();
  /** What units answer for as records stand now, as masks. */
  private readonly standing = new Map<string, ReadonlyMap<string, string>>();
  private readonly touched = new Set<string>();

  constructor(
    private readonly tx: Transaction<ResponsibilityTables>,
    private readonly type: RecordType,
    private readonly masks: FieldMasks,
  ) {}

  /** Reads the records of events, and those that they are carried over from. */
  async load(events: readonly Recorded[]): Promise<void> {
    const ids = [...new Set(events.map(({ stream }) => stream.slice('record-'.length)))];
    await this.read(ids);
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
    for (const ids of chunks([...this.touched])) {
      const rows = ids.map((id) => {
        const state = this.records.get(id) ?? answersNothing;
        return { record_id: id, revision: state.revision, state: JSON.stringify(state) };
      });
      await this.tx
        .insertInto('answering')
        .values(rows)
        .onConflict((conflict) =>
          conflict.column('record_id').doUpdateSet(({ ref }) => ({ revision: ref('excluded.revision'), state: ref('excluded.state') })),
        )
        .execute();
    }
    await this.held.write(this.tx);
  }

  private async read(ids: readonly string[]): Promise<void> {
    for (const some of chunks(ids)) {
      const rows = await this.tx.selectFrom('answering').selectAll().where('record_id', 'in', some).execute();
      for (const { record_id, state } of rows) this.records.set(record_id, JSON.parse(state) as Answering);
    }
  }

  private heldBy(state: Answering): ReadonlyMap<string, string> {
    return new Map([...fieldsByUnit(state)].map(([unit, fields]) => [unit, this.masks.maskOf(fields)]));
  }
}

function carriedFrom(data: unknown): string | undefined {
  return (data as { readonly carriedFrom?: { readonly recordId: string } }).carriedFrom?.recordId;
}
