import type { Kysely } from 'kysely';
import { inKeyOrder } from '#projections';
import type { RostersTables } from './tables.js';

type Columns = Readonly<Record<string, 'text' | 'integer'>>;

interface Table {
  readonly columns: Columns;
  readonly key: readonly string[];
  /** As {@link inKeyOrder}: rows are short. */
  readonly clustered?: true;
}

/** Columns by table; a name that ends with `?` may be null. */
const TABLES: Readonly<Record<keyof RostersTables, Table>> = {
  roster_file: {
    columns: {
      cycle: 'text',
      department: 'text',
      number: 'integer',
      file: 'text',
      name: 'text',
      as_of: 'text',
      dated: 'text',
      rows: 'integer',
      unread: 'integer',
      mapping: 'integer',
      position: 'text',
    },
    key: ['cycle', 'department', 'number'],
  },
  finding: {
    columns: {
      finding_id: 'text',
      cycle: 'text',
      kind: 'text',
      status: 'text',
      'person?': 'text',
      fingerprint: 'text',
      content: 'text',
      'decision?': 'text',
      applied: 'integer',
      revision: 'integer',
      since: 'text',
    },
    key: ['finding_id'],
  },
  finding_turn: {
    columns: { decider: 'text', since: 'text', finding_id: 'text' },
    key: ['decider', 'since', 'finding_id'],
    clustered: true,
  },
  identity: { columns: { claim: 'text', student_id: 'text' }, key: ['claim'], clustered: true },
  former_identity: { columns: { claim: 'text', student_id: 'text' }, key: ['claim', 'student_id'], clustered: true },
  contest: { columns: { record_id: 'text', claim: 'text', cycle: 'text' }, key: ['record_id', 'claim'], clustered: true },
  known_record: {
    columns: {
      record_id: 'text',
      student_id: 'text',
      cycle: 'text',
      closed: 'integer',
      'name?': 'text',
      'id_number?': 'text',
      'region?': 'text',
    },
    key: ['record_id'],
    clustered: true,
  },
};

const INDEXES: Readonly<Record<string, { readonly table: keyof RostersTables; readonly columns: readonly string[] }>> = {
  roster_file_by_file: { table: 'roster_file', columns: ['file'] },
  finding_by_cycle: { table: 'finding', columns: ['cycle', 'kind', 'status', 'finding_id'] },
  finding_by_status: { table: 'finding', columns: ['cycle', 'status', 'finding_id'] },
  finding_by_person: { table: 'finding', columns: ['person', 'cycle'] },
  finding_turn_by_finding: { table: 'finding_turn', columns: ['finding_id'] },
  contest_by_cycle: { table: 'contest', columns: ['cycle'] },
  known_record_by_number: { table: 'known_record', columns: ['cycle', 'closed', 'id_number'] },
  known_record_by_name: { table: 'known_record', columns: ['cycle', 'closed', 'region', 'name'] },
};

/** Makes the tables and indexes of the projection `rosters`. */
export async function createTables(db: Kysely<RostersTables>): Promise<void> {
  for (const [name, { columns, key, clustered }] of Object.entries(TABLES)) {
    let table = db.schema.createTable(name);
    for (const [column, type] of Object.entries(columns)) {
      table = column.endsWith('?')
        ? table.addColumn(column.slice(0, -1), type)
        : table.addColumn(column, type, (definition) => definition.notNull());
    }
    const keyed = table.addPrimaryKeyConstraint(`${name}_key`, [...key] as never[]);
    await (clustered === true ? inKeyOrder(db, keyed) : keyed).execute();
  }
  for (const [name, { table, columns }] of Object.entries(INDEXES)) {
    await db.schema
      .createIndex(name)
      .on(table)
      .columns([...columns])
      .execute();
  }
}
