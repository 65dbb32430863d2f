import type { Kysely } from 'kysely';
import type { Position } from '#kernel';
import type { ReportedError } from '#verification';

interface Span {
  readonly from_position: Position;
  /** Exclusive; null: now. */
  readonly to_position: Position | null;
}

/** An error as it stood for a while. Who did what is read from its record's events, which are few. */
export interface ErrorRow {
  readonly error_id: string;
  readonly record_id: string;
  readonly status: ReportedError['status'];
  /** Errors are listed in the order of their reports. */
  readonly reported_position: Position;
  /** Null: it has not been confirmed. */
  readonly confirmed_position: Position | null;
  /** A `FollowedError`, as JSON, for folding on. It holds no values. */
  readonly state: string;
}

/** Why a unit has to do with an error: its record belongs to it, or the unit answers. */
export type UnitPart = 'place' | 'answers';

/** A unit that has to do with an error. */
export interface ErrorUnitRow {
  readonly unit: string;
  readonly error_id: string;
  readonly part: UnitPart;
}

/** What a person has to do with an error; the last three wait for them. */
export type PersonPart = 'reported' | 'decided' | 'answers' | 'may-appeal' | 'decides-error' | 'decides-appeal';

/** A person who has to do with an error. */
export interface ErrorPersonRow {
  readonly user_id: string;
  readonly error_id: string;
  readonly part: PersonPart;
}

/** The units that a record's lines belong to, by line, for the errors to come. */
export interface PlacedRow {
  readonly record_id: string;
  /** JSON. */
  readonly units: string;
}

/** All tables of the projection `errors`. */
export interface ErrorsTables {
  readonly error: ErrorRow & Span;
  readonly error_unit: ErrorUnitRow & Span;
  readonly error_person: ErrorPersonRow & Span;
  readonly placed: PlacedRow;
}

const SPAN = ['from_position', 'to_position?'] as const;

const COLUMNS: Readonly<Record<keyof ErrorsTables, readonly string[]>> = {
  error: ['error_id', 'record_id', 'status', 'reported_position', 'confirmed_position?', 'state', ...SPAN],
  error_unit: ['unit', 'error_id', 'part', ...SPAN],
  error_person: ['user_id', 'error_id', 'part', ...SPAN],
  placed: ['record_id', 'units'],
};
const KEYS: Readonly<Record<keyof ErrorsTables, readonly string[]>> = {
  error: ['error_id', 'from_position'],
  error_unit: ['unit', 'error_id', 'part', 'from_position'],
  error_person: ['user_id', 'error_id', 'part', 'from_position'],
  placed: ['record_id'],
};

/** Makes the tables of the projection, and the index that it finds the errors of a record by. */
export async function createErrorsTables(db: Kysely<ErrorsTables>): Promise<void> {
  for (const [name, columns] of Object.entries(COLUMNS)) {
    let table = db.schema.createTable(name);
    for (const column of columns) {
      const bare = column.replace('?', '');
      table = table.addColumn(bare, 'text', (made) => (column === bare ? made.notNull() : made)) as typeof table;
    }
    await table.addPrimaryKeyConstraint(`${name}_key`, [...KEYS[name as keyof ErrorsTables]] as never).execute();
  }
  await db.schema.createIndex('error_of_record').on('error').columns(['record_id']).execute();
}

/** Makes the indexes that only readers need. */
export async function createErrorsIndexes(db: Kysely<ErrorsTables>): Promise<void> {
  await db.schema.createIndex('error_in_order').on('error').columns(['reported_position', 'error_id']).execute();
  await db.schema.createIndex('error_by_status').on('error').columns(['status', 'reported_position', 'error_id']).execute();
  await db.schema.createIndex('error_by_month').on('error').columns(['confirmed_position']).execute();
}
