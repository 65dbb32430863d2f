import { sql, type Transaction } from 'kysely';
import type { Envelope, Recorded } from '#kernel';
import { findAll, forEach, indexable, insertAll, putAll, type Projection } from '#projections';
import { recordOf, VersionedRows } from '#records';
import type { RecordType } from '#verification';
import { createErrorsIndexes, createErrorsTables } from './errors-tables.js';
import type { ErrorPersonRow, ErrorRow, ErrorsTables, ErrorUnitRow } from './errors-tables.js';
import {
  changedError,
  errorAfter,
  errorRow,
  personRows,
  reportedError,
  unitRows,
  type ErrorEvent,
  type FollowedError,
} from './followed-error.js';

/** Reported errors: where they stand, which units and which people have to do with them. It holds no values but the units of records. */
export function errorsProjection(type: RecordType): Projection<ErrorsTables> {
  return {
    name: 'errors',
    version: 1,
    filter: {
      streamPrefixes: ['record-'],
      types: [
        'details-recorded',
        'statement-recorded',
        'record-transferred',
        'transfer-disputed',
        'error-reported',
        'error-confirmed',
        'error-dismissed',
        'error-attributed',
        'error-closed',
        'attribution-appealed',
        'attribution-appeal-decided',
        'decider-named',
      ],
    },
    create: createErrorsTables,
    index: createErrorsIndexes,
    async apply(tx: Transaction<ErrorsTables>, events: readonly Recorded[]): Promise<void> {
      const batch = new Batch(tx, type);
      await batch.load([...new Set(events.map(({ stream }) => recordOf(stream)))]);
      for (const event of events) batch.take(event as unknown as ErrorEvent, recordOf(event.stream));
      await batch.write();
    },
  };
}

/** A record in the middle of a batch. */
interface Followed {
  /** By line. */
  units: Readonly<Record<string, string>>;
  errors: ReadonlyMap<string, FollowedError>;
  rows: Rows;
}

interface Rows {
  readonly errors: readonly ErrorRow[];
  readonly units: readonly ErrorUnitRow[];
  readonly people: readonly ErrorPersonRow[];
}

const NOTHING: Rows = { errors: [], units: [], people: [] };

/** Each record is read once and written once a batch. */
class Batch {
  private readonly records = new Map<string, Followed>();
  private readonly moved = new Set<string>();
  private readonly errors = new VersionedRows<ErrorRow>();
  private readonly units = new VersionedRows<ErrorUnitRow>();
  private readonly people = new VersionedRows<ErrorPersonRow>();

  constructor(
    private readonly tx: Transaction<ErrorsTables>,
    private readonly type: RecordType,
  ) {}

  async load(recordIds: readonly string[]): Promise<void> {
    for (const id of recordIds) this.records.set(id, { units: {}, errors: new Map(), rows: NOTHING });
    for (const { record_id, units } of await findAll(this.tx, 'placed', 'record_id', recordIds)) {
      this.followed(record_id).units = JSON.parse(units) as Followed['units'];
    }
    for (const { record_id, error_id, state, to_position } of await findAll(this.tx, 'error', 'record_id', recordIds)) {
      if (to_position !== null) continue;
      const followed = this.followed(record_id);
      followed.errors = new Map([...followed.errors, [error_id, JSON.parse(state) as FollowedError]]);
    }
    for (const [id, followed] of this.records) followed.rows = rowsOf(id, followed);
  }

  take(event: ErrorEvent, recordId: string): void {
    const followed = this.followed(recordId);
    const { units, errors } = followed;
    this.place(recordId, followed, event);
    if (event.type === 'error-reported') followed.errors = new Map([...errors, [event.data.errorId, reportedError(event)]]);
    const changed = errors.get(changedError(event) ?? '');
    if (changed !== undefined) followed.errors = new Map([...errors, [changed.errorId, errorAfter(changed, event, this.type)]]);
    if (followed.units === units && followed.errors === errors) return;
    const { rows } = followed;
    const after = rowsOf(recordId, followed);
    followed.rows = {
      errors: this.errors.turn(rows.errors, after.errors, event.position),
      units: this.units.turn(rows.units, after.units, event.position),
      people: this.people.turn(rows.people, after.people, event.position),
    };
  }

  async write(): Promise<void> {
    const placed = [...this.moved].map((record_id) => ({ record_id, units: JSON.stringify(this.followed(record_id).units) }));
    await putAll(this.tx, 'placed', placed);
    await this.end(
      'error',
      this.errors.endings.map(({ row, to }) => [row.error_id, '', '', to]),
    );
    await this.end(
      'error_unit',
      this.units.endings.map(({ row, to }) => [row.error_id, row.unit, row.part, to]),
    );
    await this.end(
      'error_person',
      this.people.endings.map(({ row, to }) => [row.error_id, row.user_id, row.part, to]),
    );
    await insertAll(this.tx, 'error', this.errors.inserts);
    await insertAll(this.tx, 'error_unit', this.units.inserts);
    await insertAll(this.tx, 'error_person', this.people.inserts);
  }

  /** Rows that stood before the batch: of an error, its own, a unit's or a person's part in it. */
  private async end(table: 'error' | 'error_unit' | 'error_person', endings: readonly (readonly string[])[]): Promise<void> {
    const of =
      table === 'error'
        ? sql``
        : sql` and ${sql.ref(table === 'error_unit' ? 'unit' : 'user_id')} = given.column2 and part = given.column3`;
    await forEach(
      this.tx,
      `end ${table}`,
      endings,
      (rows) => sql`update ${sql.table(table)} set to_position = given.column4 from (${rows}) as given
        where error_id = given.column1${of} and to_position is null`,
    );
  }

  private place(recordId: string, followed: Followed, event: ErrorEvent): void {
    const units = { ...followed.units, ...unitsSetBy(event, this.type) };
    if (this.type.lines.every(({ name }) => units[name] === followed.units[name])) return;
    followed.units = units;
    this.moved.add(recordId);
  }

  private followed(recordId: string): Followed {
    const followed = this.records.get(recordId);
    if (followed === undefined) throw new Error(`${recordId} has not been read`);
    return followed;
  }
}

function rowsOf(recordId: string, { errors, units }: Pick<Followed, 'errors' | 'units'>): Rows {
  const all = [...errors.values()];
  const places = Object.values(units).filter((unit) => unit !== '');
  return {
    errors: all.map((error) => errorRow(recordId, error)),
    units: all.flatMap((error) => unitRows(error, places)),
    people: all.flatMap(personRows),
  };
}

/** The units that an event gives the record's lines; a statement gives only what was taken. */
function unitsSetBy({ type, data }: ErrorEvent, { lines }: RecordType): Readonly<Record<string, string>> {
  const { values = {}, took } = data as { readonly values?: Readonly<Record<string, Envelope>>; readonly took?: readonly string[] };
  const units: Record<string, string> = {};
  for (const { name, unitField } of lines) {
    const set = type !== 'statement-recorded' || took?.includes(unitField) === true ? values[unitField] : undefined;
    if (set !== undefined) units[name] = typeof set.v === 'string' ? indexable(set.v) : '';
  }
  return units;
}
