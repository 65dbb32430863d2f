import type { Kysely } from 'kysely';
import type { Actor } from '#kernel';

/** Where the student lived and was enrolled when something was found; empty if nobody knew. */
interface Placed {
  /** Code of the school that the student was on the roll of. */
  readonly school: string;
  /** Code of the village. */
  readonly village: string;
}

/** A visit, as it is counted. */
export interface VisitRow extends Placed {
  readonly position: string;
  readonly record_id: string;
  readonly cycle: string;
  /** Of the visit's own date, YYYY-MM. */
  readonly month: string;
  readonly method: string;
  readonly purpose: string;
  readonly visitor: string;
  readonly role: string;
  /** The unit that the visitor acted for. */
  readonly unit: string;
}

/** What a visit found about one field. */
export interface VisitCheckRow extends Placed {
  readonly position: string;
  readonly field: string;
  readonly record_id: string;
  readonly month: string;
  readonly method: string;
  readonly role: string;
  readonly outcome: 'confirmed' | 'differs';
  /** Commitment of the value that was found instead, if the visitor said it. */
  readonly found: string | null;
}

/** A value that a visit contradicted before anybody had signed it, from the position at which it was found. */
export interface DisagreementRow extends Placed {
  readonly id: string;
  readonly record_id: string;
  readonly cycle: string;
  readonly field: string;
  readonly line: string;
  readonly kind: string;
  readonly time: string;
  readonly from_position: string;
  /** Commitment of the value that was found, if the visitor said it. */
  readonly found: string | null;
  /** The visitor, as JSON: who, under which appointment. */
  readonly found_by: string;
  /** Null while it is open. */
  readonly to_position: string | null;
  readonly outcome: string | null;
  /** Commitment of what stood when it ended. */
  readonly stands: string | null;
  /** Who ended it when and why, as JSON: {@link SettledBy}. */
  readonly settled: string | null;
}

/** Who made an end of a disagreement. */
export interface SettledBy {
  readonly by: Pick<Actor, 'userId' | 'name' | 'role' | 'unit'>;
  readonly time: string;
  readonly reason?: string;
}

/** A sample that was drawn for a unit's spot checks of a month; `position` is that of its event. */
export interface DrawRow {
  readonly month: string;
  readonly unit: string;
  readonly position: string;
  /** The event's data. */
  readonly data: string;
}

/** A record that was drawn. */
export interface DrawnRow {
  readonly month: string;
  readonly unit: string;
  /** Its place among those drawn, from 0. */
  readonly place: number;
  readonly record_id: string;
}

export interface VisitsTables {
  readonly visit: VisitRow;
  readonly visit_check: VisitCheckRow;
  readonly disagreement: DisagreementRow;
  readonly draw: DrawRow;
  readonly drawn: DrawnRow;
  /** Where each record's student lives and is enrolled now, for the visits to come. */
  readonly placed: { readonly record_id: string } & Placed;
}

const COLUMNS: Readonly<Record<keyof VisitsTables, readonly string[]>> = {
  visit: ['position', 'record_id', 'cycle', 'school', 'village', 'month', 'method', 'purpose', 'visitor', 'role', 'unit'],
  visit_check: ['position', 'field', 'record_id', 'school', 'village', 'month', 'method', 'role', 'outcome', 'found?'],
  disagreement: [
    'id',
    'record_id',
    'cycle',
    'field',
    'line',
    'kind',
    'school',
    'village',
    'time',
    'from_position',
    'found?',
    'found_by',
    'to_position?',
    'outcome?',
    'stands?',
    'settled?',
  ],
  draw: ['month', 'unit', 'position', 'data'],
  drawn: ['month', 'unit', 'place', 'record_id'],
  placed: ['record_id', 'school', 'village'],
};
const KEYS: Readonly<Record<keyof VisitsTables, readonly string[]>> = {
  visit: ['position'],
  visit_check: ['position', 'field'],
  disagreement: ['id'],
  draw: ['month', 'unit'],
  drawn: ['month', 'unit', 'place'],
  placed: ['record_id'],
};
const NUMBERS: readonly string[] = ['place'];

const INDEXES: Readonly<Record<string, readonly [on: keyof VisitsTables, columns: readonly string[]]>> = {
  visit_by_school: ['visit', ['school', 'month', 'position']],
  visit_by_unit: ['visit', ['unit', 'month', 'position']],
  visit_of_record: ['visit', ['record_id', 'month', 'position']],
  visit_check_by_school: ['visit_check', ['school', 'month', 'record_id', 'field', 'position']],
  visit_check_by_village: ['visit_check', ['village', 'month', 'record_id', 'field', 'position']],
  disagreement_by_school: ['disagreement', ['school', 'from_position', 'id']],
  disagreement_by_village: ['disagreement', ['village', 'from_position', 'id']],
  disagreement_of_record: ['disagreement', ['record_id', 'id']],
  disagreement_by_cycle: ['disagreement', ['cycle', 'from_position', 'id']],
};

/** Makes the tables of the projection `visits`. */
export async function createVisitsTables(db: Kysely<VisitsTables>): Promise<void> {
  for (const [name, columns] of Object.entries(COLUMNS)) {
    let table = db.schema.createTable(name);
    for (const column of columns) {
      const bare = column.replace('?', '');
      const type = NUMBERS.includes(bare) ? 'integer' : 'text';
      table = table.addColumn(bare, type, (made) => (column === bare ? made.notNull() : made)) as typeof table;
    }
    await table.addPrimaryKeyConstraint(`${name}_key`, [...KEYS[name as keyof VisitsTables]] as never[]).execute();
  }
}

/** Makes the indexes that only readers need. */
export async function createVisitsIndexes(db: Kysely<VisitsTables>): Promise<void> {
  for (const [name, [on, columns]] of Object.entries(INDEXES)) {
    await db.schema
      .createIndex(name)
      .on(on)
      .columns([...columns])
      .execute();
  }
}
