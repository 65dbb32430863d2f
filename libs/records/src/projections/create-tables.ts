import { sql, type CreateTableBuilder, type Kysely, type SqlBool } from 'kysely';
import type { RecordsTables } from './tables.js';

type Columns = Readonly<Record<string, 'text' | 'integer'>>;

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

const TABLES: Readonly<Record<keyof RecordsTables, { columns: Columns; key: readonly string[] }>> = {
  record_state: { columns: { record_id: 'text', revision: 'integer', state: 'text' }, key: ['record_id'] },
  record_list: {
    columns: {
      record_id: 'text',
      student_id: 'text',
      cycle: 'text',
      'name?': 'text',
      'id_number?': 'text',
      'sex?': 'text',
      'birth_date?': 'text',
      'village?': 'text',
      'township?': 'text',
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
      visits: 'integer',
      errors: 'integer',
      ...SPAN,
    },
    key: ['record_id', 'from_position'],
  },
  record_category: { columns: { record_id: 'text', category: 'text', ...SPAN }, key: ['record_id', 'category', 'from_position'] },
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
      posts: 'text',
      barred: 'text',
      ...SPAN,
    },
    key: ['record_id', 'line', 'level', 'from_position'],
  },
  inbox_post: {
    columns: {
      record_id: 'text',
      line: 'text',
      level: 'text',
      rank: 'integer',
      role: 'text',
      unit: 'text',
      post_line: 'text',
      due: 'text',
      ...SPAN,
    },
    key: ['record_id', 'line', 'level', 'rank', 'from_position'],
  },
};

/** After the key that pages go by stand the positions: rows of another time are passed over without being read. */
const LIST_INDEXES: Readonly<Record<string, readonly string[]>> = {
  record_list_by_cycle: ['cycle', 'record_id', 'from_position', 'to_position'],
  record_list_by_status: ['cycle', 'status', 'record_id', 'from_position', 'to_position'],
  record_list_by_village: ['village', 'cycle', 'record_id', 'from_position', 'to_position'],
  record_list_by_township: ['township', 'cycle', 'record_id', 'from_position', 'to_position'],
  record_list_by_school: ['school', 'cycle', 'record_id', 'from_position', 'to_position'],
};

/** Makes the tables and indexes of the projection `records`. */
export async function createTables(db: Kysely<RecordsTables>): Promise<void> {
  for (const [name, { columns, key }] of Object.entries(TABLES)) {
    await withColumns(db.schema.createTable(name), columns)
      .addPrimaryKeyConstraint(`${name}_key`, [...key] as never[])
      .execute();
  }
  for (const [name, columns] of Object.entries(LIST_INDEXES)) {
    await db.schema
      .createIndex(name)
      .on('record_list')
      .columns([...columns])
      .execute();
  }
  await db.schema
    .createIndex('record_category_by_category')
    .on('record_category')
    .columns(['category', 'record_id', 'from_position', 'to_position'])
    .execute();
  await db.schema
    .createIndex('inbox_post_waiting')
    .on('inbox_post')
    .columns(['unit', 'role', 'post_line', 'due', 'record_id', 'line', 'level'])
    .where(sql<SqlBool>`to_position is null`)
    .execute();
}
