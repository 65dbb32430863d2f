import { sql, type Transaction } from 'kysely';
import { foldDirectory, emptyDirectory, snapshot } from '#directory';
import type { Recorded } from '#kernel';
import { findAll, forEach, insertAll, putAll } from '#projections';
import type { RecordState, RecordType, Unit } from '#verification';
import { unpackState } from './standing-state.js';
import type { RecordsTables } from './tables.js';
import { nothingWaits, readWaits, unitsIn, workRowsOf, type Waits } from './work-rows.js';

/** Streams of the units that records belong to: who collects for a record depends on what its unit is. */
export const UNIT_STREAMS: readonly string[] = ['region-', 'school-'];

/** A record in which something waits, or waited before the batch. */
export interface WaitingRecord {
  readonly state: RecordState;
  readonly waits: Waits;
}

/** Writes what waits in records, and for whom, as a batch leaves them. Where nothing waits it has nothing to do. */
export class WorkBatch {
  private readonly records = new Map<string, WaitingRecord>();
  private readonly known: readonly Unit[];

  constructor(
    private readonly tx: Transaction<RecordsTables>,
    private readonly type: RecordType,
    ofUnits: readonly Recorded[],
  ) {
    const directory = snapshot(foldDirectory(emptyDirectory, ofUnits));
    const codes = [...directory.regions(), ...directory.schools()].map(({ code }) => code);
    this.known = codes.flatMap((code) => directory.unit(code) ?? []);
  }

  /** A record of the batch, as it is after it. */
  note(record: WaitingRecord): void {
    this.records.set(record.state.recordId, record);
  }

  async write(): Promise<void> {
    await putAll(
      this.tx,
      'work_known_unit',
      this.known.map((unit) => ({ code: unit.code, unit: JSON.stringify(unit) })),
    );
    await this.loadOf(this.known.map(({ code }) => code));
    if (this.records.size === 0) return;
    await this.clear();
    const waiting = [...this.records.values()].filter(({ waits }) => waits !== nothingWaits);
    const codes = waiting.map(({ state }) => unitsIn(state, this.type));
    const units = await this.unitsOf([...new Set(codes.flat())]);
    const rows = waiting.map(({ state, waits }) => workRowsOf(state, waits, this.type, units));
    await insertAll(
      this.tx,
      'work',
      rows.flatMap(({ work }) => work),
    );
    await insertAll(
      this.tx,
      'work_barred',
      rows.flatMap(({ barred }) => barred),
    );
    const ofUnits = waiting.flatMap(({ state }, index) => (codes[index] ?? []).map((code) => ({ code, record_id: state.recordId })));
    await insertAll(this.tx, 'work_unit', ofUnits);
  }

  /** Records that belong to units which have changed: others may have to do with them now. */
  private async loadOf(codes: readonly string[]): Promise<void> {
    const named = await findAll(this.tx, 'work_unit', 'code', codes);
    const others = [...new Set(named.map((row) => row.record_id))].filter((id) => !this.records.has(id));
    for (const { state, waits } of await findAll(this.tx, 'record_state', 'record_id', others)) {
      this.note({ state: unpackState(state), waits: readWaits(waits) });
    }
  }

  private async clear(): Promise<void> {
    const ids = [...this.records.keys()].map((id) => [id]);
    for (const table of ['work', 'work_barred', 'work_unit'] as const) {
      await forEach(this.tx, `end ${table}`, ids, (keys) => sql`delete from ${sql.table(table)} where record_id in (${keys})`);
    }
  }

  private async unitsOf(codes: readonly string[]): Promise<ReadonlyMap<string, Unit>> {
    const rows = await findAll(this.tx, 'work_known_unit', 'code', codes);
    return new Map(rows.map(({ code, unit }) => [code, JSON.parse(unit) as Unit]));
  }
}
