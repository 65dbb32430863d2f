import { sql, type CreateTableBuilder, type Kysely, type SqlBool } from 'kysely';
import { dialectOf, inKeyOrder } from '#projections';
import type { RecordsTables } from './tables.js';

type Columns = Readonly<Record<string, 'text' | 'integer'>>;

interface Table {
  readonly columns: Columns;
  readonly key: readonly string[];
  /** The table is kept in the order of its key, where the database can: it is short rows that are read by it. */
  readonly clustered?: true;
  /** The key is a number that a row is given by the database. */
  readonly numbered?: true;
}

/** Adds columns; a name that ends with `?` may be null. */
function withColumns(table: CreateTableBuilder<string, never>, columns: Columns): CreateTableBuilder<string, never> {
  return Object.entries(columns).reduce(
    (builder, [name, type]) =>
      name.endsWith('?')
        ? builder.addColumn(name.slice(0, -1) as never, type)
        : builder.addColumn(name as never, type, (column) => column.notNull()),
    table,
  );
}

const SPAN: Columns = { from_position: 'text', 'to_position?': 'text' };

const TABLES: Readonly<Record<keyof RecordsTables, Table>> = {
  record_state: {
    columns: { record_id: 'text', revision: 'integer', state: 'text', list_row: 'integer', waits: 'text' },
    key: ['record_id'],
  },
  record_list: {
    columns: {
      seq: 'integer',
      record_id: 'text',
      student_id: 'text',
      cycle: 'text',
      'name?': 'text',
      'id_number?': 'text',
      'sex?': 'text',
      'birth_date?': 'text',
      'village?': 'text',
      'township?': 'text',
      place: 'text',
      'school?': 'text',
      'stage?': 'text',
      'grade?': 'integer',
      'boarding?': 'integer',
      categories: 'text',
      status: 'text',
      lines: 'text',
      compulsory: 'integer',
      'registered_outside?': 'text',
      'enrolled_outside?': 'text',
      on_roll: 'integer',
      unassigned: 'integer',
      'payable?': 'integer',
      'due_at?': 'text',
      waiting: 'text',
      visits: 'integer',
      errors: 'integer',
      ...SPAN,
    },
    key: ['seq'],
  },
  record_facet: {
    columns: { cycle: 'text', facet: 'text', place: 'text', record_id: 'text', ...SPAN },
    key: ['cycle', 'facet', 'place', 'record_id', 'from_position'],
    clustered: true,
  },
  record_search: {
    columns: { record_id: 'text', reading: 'integer', 'name?': 'text', pinyin: 'text', 'initials?': 'text' },
    key: ['record_id', 'reading'],
    clustered: true,
  },
  inbox: {
    columns: {
      record_id: 'text',
      line: 'text',
      level: 'text',
      cycle: 'text',
      'name?': 'text',
      submission: 'integer',
      digest: 'text',
      since: 'text',
      'due_at?': 'text',
      waiting_group: 'text',
      ...SPAN,
    },
    key: ['record_id', 'line', 'level', 'from_position'],
    clustered: true,
  },
  inbox_post: {
    columns: {
      unit: 'text',
      role: 'text',
      post_line: 'text',
      due: 'text',
      record_id: 'text',
      line: 'text',
      level: 'text',
      rank: 'integer',
      waiting_posts: 'text',
    },
    key: ['unit', 'role', 'post_line', 'due', 'record_id', 'line', 'level', 'rank'],
    clustered: true,
  },
  waiting_posts: { columns: { id: 'text', posts: 'text' }, key: ['id'], clustered: true },
  waiting_group: { columns: { id: 'text', waiting_posts: 'text', barred: 'text' }, key: ['id'], clustered: true },
  waiting_barred: {
    columns: { person: 'text', waiting_posts: 'text', waiting_group: 'text' },
    key: ['person', 'waiting_posts', 'waiting_group'],
    clustered: true,
  },
  work: {
    columns: { holder: 'text', since: 'text', record_id: 'text', task: 'text', item: 'text' },
    key: ['holder', 'since', 'record_id', 'task', 'item'],
    clustered: true,
  },
  work_barred: {
    columns: { person: 'text', record_id: 'text', task: 'text', item: 'text' },
    key: ['record_id', 'task', 'item', 'person'],
    clustered: true,
  },
  work_unit: { columns: { code: 'text', record_id: 'text' }, key: ['code', 'record_id'], clustered: true },
  work_known_unit: { columns: { code: 'text', unit: 'text' }, key: ['code'], clustered: true },
  counter: { columns: { id: 'integer', unit: 'text', cycle: 'text', measure: 'text', total: 'integer' }, key: ['id'], numbered: true },
  counter_change: { columns: { counter: 'integer', position: 'text', total: 'integer' }, key: ['counter', 'position'], clustered: true },
  count_batch: { columns: { position: 'text', first_row: 'integer', last_row: 'integer' }, key: ['position'], clustered: true },
};

interface Index {
  readonly on: keyof RecordsTables;
  readonly columns: readonly string[];
  readonly unique?: true;
  /** Only the rows for which this holds. */
  readonly where?: string;
}

/**
 * What a list is narrowed to, then its order, then the positions: rows of another time are passed over without being read. Between two that
 * serve alike SQLite takes the one made first, so a status comes before a place.
 */
const ORDER = ['place', 'record_id', 'from_position', 'to_position'];

const INDEXES: Readonly<Record<string, Index>> = {
  record_list_of_record: { on: 'record_list', columns: ['record_id', 'from_position'], unique: true },
  record_list_by_status: { on: 'record_list', columns: ['cycle', 'status', ...ORDER] },
  record_list_by_place: { on: 'record_list', columns: ['cycle', ...ORDER] },
  record_list_by_school: { on: 'record_list', columns: ['cycle', 'school', ...ORDER], where: 'school is not null' },
  record_list_unassigned: { on: 'record_list', columns: ['cycle', ...ORDER], where: 'unassigned = 1' },
  record_list_due: { on: 'record_list', columns: ['cycle', 'due_at'], where: 'due_at is not null' },
  inbox_by_end: { on: 'inbox', columns: ['cycle', 'to_position', 'from_position', 'line', 'level', 'due_at'] },
  inbox_by_group: { on: 'inbox', columns: ['waiting_group', 'cycle', 'to_position', 'from_position'] },
  work_by_task: { on: 'work', columns: ['holder', 'task', 'record_id', 'item'] },
  record_search_by_name: { on: 'record_search', columns: ['name', 'record_id'] },
  record_search_by_pinyin: { on: 'record_search', columns: ['pinyin', 'record_id'] },
  record_search_by_initials: { on: 'record_search', columns: ['initials', 'record_id'] },
};

/** Makes the tables of the projection `records`, and the indexes that applying needs. */
export async function createTables(db: Kysely<RecordsTables>): Promise<void> {
  const sqlite = dialectOf(db) === 'sqlite';
  for (const [name, { columns, key, clustered, numbered }] of Object.entries(TABLES)) {
    const table = withColumns(db.schema.createTable(name), columns).addPrimaryKeyConstraint(`${name}_key`, [...key] as never[]);
    await (clustered === true ? inKeyOrder(db, table) : table).execute();
    // SQLite numbers rows by itself.
    if (numbered === true && !sqlite)
      await sql`alter table ${sql.table(name)} alter ${sql.ref(key[0] ?? '')} add generated by default as identity`.execute(db);
  }
  await createIndex(db, 'counter_of_unit', { on: 'counter', columns: ['unit', 'cycle', 'measure'], unique: true });
  await createIndex(db, 'work_of_record', { on: 'work', columns: ['record_id'] });
  await createIndex(db, 'work_unit_of_record', { on: 'work_unit', columns: ['record_id'] });
}

/** Makes the indexes that only readers need. */
export async function createIndexes(db: Kysely<RecordsTables>): Promise<void> {
  for (const [name, index] of Object.entries(INDEXES)) await createIndex(db, name, index);
}

async function createIndex(db: Kysely<RecordsTables>, name: string, { on, columns, unique, where }: Index): Promise<void> {
  const index = db.schema
    .createIndex(name)
    .on(on)
    .columns([...columns]);
  const narrowed = where === undefined ? index : index.where(sql<SqlBool>`${sql.raw(where)}`);
  await (unique === true ? narrowed.unique() : narrowed).execute();
}
