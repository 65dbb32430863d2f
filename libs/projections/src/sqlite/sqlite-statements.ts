import { CompiledQuery, sql, type Kysely, type RawBuilder } from 'kysely';
import type { BulkRow, BulkStatements } from '../bulk-rows.js';

type Db = Kysely<Record<string, BulkRow>>;

/** Rows of one statement, largest first: few different statements, so that all stay prepared. */
const SIZES = [64, 16, 4, 1];

/** Texts of statements by table and number of rows: building them costs more than running them. */
const texts = new Map<string, string>();

/** On SQLite a parameter for each value. */
export const sqliteStatements: BulkStatements = {
  async insertAll(tx, table, rows): Promise<void> {
    const columns = columnsOf(rows);
    for (const chunk of chunks(rows)) {
      const build = () => (tx as Db).insertInto(table).values(inOrder(chunk, columns)).compile().sql;
      const text = textOf(`insert ${table} ${columns.join()} ${chunk.length}`, build);
      await tx.executeQuery(CompiledQuery.raw(text, parametersOf(chunk, columns)));
    }
  },

  async putAll(tx, table, rows): Promise<void> {
    const columns = columnsOf(rows);
    const [key = '', ...others] = columns;
    const build = (chunk: readonly BulkRow[]) =>
      (tx as Db)
        .insertInto(table)
        .values(inOrder(chunk, columns))
        .onConflict((conflict) => {
          const known = conflict.column(key as never);
          const set = Object.fromEntries(others.map((column) => [column, sql.ref(`excluded.${column}`)]));
          return others.length === 0 ? known.doNothing() : known.doUpdateSet(set as never);
        })
        .compile().sql;
    for (const chunk of chunks(rows)) {
      const text = textOf(`put ${table} ${columns.join()} ${chunk.length}`, () => build(chunk));
      await tx.executeQuery(CompiledQuery.raw(text, parametersOf(chunk, columns)));
    }
  },

  async forEach<Answer>(
    tx: Kysely<unknown>,
    what: string,
    rows: readonly (readonly unknown[])[],
    build: (values: RawBuilder<unknown>) => RawBuilder<unknown>,
  ): Promise<Answer[]> {
    const answers: Answer[] = [];
    for (const chunk of chunks(rows)) {
      const text = textOf(`${what} ${chunk.length}`, () => {
        const values = sql.join(chunk.map((row) => sql`(${sql.join(row)})`));
        return build(sql`values ${values}`).compile(tx).sql;
      });
      const { rows: found } = await tx.executeQuery<Answer>(CompiledQuery.raw(text, chunk.flat()));
      answers.push(...found);
    }
    return answers;
  },
};

/** Items in parts of one of the {@link SIZES}. */
function* chunks<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  let start = 0;
  for (const size of SIZES) {
    for (; items.length - start >= size; start += size) yield items.slice(start, start + size);
  }
}

function columnsOf(rows: readonly BulkRow[]): readonly string[] {
  return Object.keys(rows[0] ?? {});
}

/** Rows of one shape may name their columns in any order; a text has one. */
function inOrder(rows: readonly BulkRow[], columns: readonly string[]): BulkRow[] {
  return rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])));
}

function parametersOf(rows: readonly BulkRow[], columns: readonly string[]): unknown[] {
  const parameters: unknown[] = [];
  for (const row of rows) for (const column of columns) parameters.push(row[column]);
  return parameters;
}

function textOf(key: string, build: () => string): string {
  let text = texts.get(key);
  if (text === undefined) {
    text = build();
    texts.set(key, text);
  }
  return text;
}
