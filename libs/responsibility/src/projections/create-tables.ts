import { sql, type CreateTableBuilder, type Kysely } from 'kysely';
import { inKeyOrder } from '#projections';
import type { ResponsibilityTables } from './tables.js';

/** Makes the tables of the projection, and the indexes that it finds rows by itself. */
export async function createTables(db: Kysely<ResponsibilityTables>): Promise<void> {
  await columns(
    db.schema.createTable('answering').addColumn('record_id', 'text', (column) => column.primaryKey()),
    {
      texts: ['state'],
      numbers: ['revision'],
    },
  ).execute();
  // A unit's rows are read in the order of records: where the database can, they are kept in it.
  const held = columns(db.schema.createTable('held'), {
    texts: ['unit', 'record_id', 'fields', 'from_position'],
    optional: ['to_position'],
  }).addPrimaryKeyConstraint('held_key', ['unit', 'record_id', 'from_position']);
  await inKeyOrder(db, held).execute();
  await columns(
    db.schema.createTable('attributed').addColumn('error_id', 'text', (column) => column.primaryKey()),
    {
      texts: ['record_id', 'field', 'position'],
      numbers: ['missing', 'outdated'],
    },
  ).execute();
  await columns(db.schema.createTable('deed'), {
    texts: ['position', 'kind', 'user_id', 'unit', 'event_id', 'record_id', 'time', 'field'],
    numbers: ['bulk', 'unopened'],
    optional: ['error_id', 'reversed_position'],
  }).execute();
  await db.schema
    .createIndex('deed_by_error')
    .on('deed')
    .columns(['error_id', 'user_id'])
    .where(sql.ref('error_id'), 'is not', null)
    .execute();
}

/** What ledgers count: an officer of a department has tens of thousands of deeds, and none of their rows has to be read. */
const COUNTED = ['kind', 'position', 'reversed_position', 'bulk', 'unopened', 'time'] as const;

/** Makes the indexes that only readers need. */
export async function createIndexes(db: Kysely<ResponsibilityTables>): Promise<void> {
  await db.schema.createIndex('attributed_by_position').on('attributed').columns(['position']).execute();
  await db.schema
    .createIndex('deed_by_person')
    .on('deed')
    .columns(['user_id', ...COUNTED, 'unit'])
    .execute();
  await db.schema
    .createIndex('deed_by_unit')
    .on('deed')
    .columns(['unit', ...COUNTED])
    .execute();
}

interface Columns {
  readonly texts?: readonly string[];
  readonly numbers?: readonly string[];
  readonly optional?: readonly string[];
}

function columns(
  table: CreateTableBuilder<string, string>,
  { texts = [], numbers = [], optional = [] }: Columns,
): CreateTableBuilder<string, string> {
  let made = table;
  for (const name of texts) made = made.addColumn(name, 'text', (column) => column.notNull());
  for (const name of numbers) made = made.addColumn(name, 'integer', (column) => column.notNull());
  for (const name of optional) made = made.addColumn(name, 'text');
  return made;
}
