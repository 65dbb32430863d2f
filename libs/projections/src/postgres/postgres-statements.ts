import { CompiledQuery, sql, type Kysely, type RawBuilder } from 'kysely';
import type { BulkRow, BulkStatements } from '../bulk-rows.js';
import { storableJson } from './storable.js';

/** Rows of one statement: bounds the text that a server reads at once. */
const CHUNK = 2_000;

/**
 * On PostgreSQL one parameter, the rows as JSON: whatever their number the statement is the same and takes one round trip, and the table
 * itself says what the types are.
 */
export const postgresStatements: BulkStatements = {
  async insertAll(tx, table, rows): Promise<void> {
    for (const chunk of chunks(rows)) await run(tx, insertion(table, columnsOf(rows)), chunk);
  },

  async putAll(tx, table, rows): Promise<void> {
    const [key = '', ...others] = columnsOf(rows);
    const set = others.map((column) => `"${column}" = excluded."${column}"`).join(', ');
    const text = `${insertion(table, [key, ...others])} on conflict ("${key}") do ${set === '' ? 'nothing' : `update set ${set}`}`;
    for (const chunk of chunks(rows)) await run(tx, text, chunk);
  },

  async forEach<Answer>(
    tx: Kysely<unknown>,
    _what: string,
    rows: readonly (readonly unknown[])[],
    build: (values: RawBuilder<unknown>) => RawBuilder<unknown>,
  ): Promise<Answer[]> {
    const text = build(sql.raw(valuesOf(rows[0] ?? []))).compile(tx).sql;
    const answers: Answer[] = [];
    for (const chunk of chunks(rows)) {
      const named = chunk.map((row) => Object.fromEntries(row.map((value, index) => [`column${index + 1}`, value])));
      answers.push(...(await run<Answer>(tx, text, named)));
    }
    return answers;
  },
};

function insertion(table: string, columns: readonly string[]): string {
  const names = columns.map((column) => `"${column}"`).join(', ');
  return `insert into "${table}" (${names}) select ${names} from json_populate_recordset(null::"${table}", $1)`;
}

/** A query that answers the rows given, its columns of the types that the first row has. */
function valuesOf(row: readonly unknown[]): string {
  const columns = row.map((value, index) => `column${index + 1} ${typeof value === 'number' ? 'bigint' : 'text'}`);
  return `select * from json_to_recordset($1) as given(${columns.join(', ')})`;
}

async function run<Answer>(tx: Kysely<unknown>, text: string, rows: readonly BulkRow[]): Promise<readonly Answer[]> {
  return (await tx.executeQuery<Answer>(CompiledQuery.raw(text, [storableJson(rows)]))).rows;
}

function* chunks<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += CHUNK) yield items.slice(start, start + CHUNK);
}

function columnsOf(rows: readonly BulkRow[]): readonly string[] {
  return Object.keys(rows[0] ?? {});
}
