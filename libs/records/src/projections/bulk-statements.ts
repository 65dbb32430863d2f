import { CompiledQuery, sql, type Insertable, type RawBuilder, type Transaction } from 'kysely';
import type { RecordsTables } from './tables.js';

type Table = keyof RecordsTables;
type Rows<Name extends Table> = readonly Insertable<RecordsTables[Name]>[];

/** Rows of one statement, largest first: few different statements, so that all stay prepared. */
const SIZES = [64, 16, 4, 1];

/** Texts of statements by table and number of rows: building them costs more than running them. */
const texts = new Map<string, string>();

/** Inserts rows of one shape. */
export async function insertAll<Name extends Table>(tx: Transaction<RecordsTables>, table: Name, rows: Rows<Name>): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first) as (keyof Insertable<RecordsTables[Name]>)[];
  for (const chunk of chunks(rows)) {
    const text = textOf(
      `insert ${table} ${columns.length} ${chunk.length}`,
      () =>
        tx
          .insertInto(table)
          .values([...chunk])
          .compile().sql,
    );
    await tx.executeQuery(CompiledQuery.raw(text, parametersOf(chunk, columns)));
  }
}

/** Inserts rows that may be there already: with the first column equal, the others of the new row count. */
export async function putAll<Name extends Table>(tx: Transaction<RecordsTables>, table: Name, rows: Rows<Name>): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first) as (keyof Insertable<RecordsTables[Name]> & string)[];
  const [key = '', ...others] = columns;
  const build = (chunk: Rows<Name>) =>
    tx
      .insertInto(table)
      .values([...chunk])
      .onConflict((conflict) => {
        const known = conflict.column(key as never);
        const set = Object.fromEntries(others.map((column) => [column, sql.ref(`excluded.${column}`)]));
        return others.length === 0 ? known.doNothing() : known.doUpdateSet(set as never);
      })
      .compile().sql;
  for (const chunk of chunks(rows)) {
    const text = textOf(`put ${table} ${chunk.length}`, () => build(chunk));
    await tx.executeQuery(CompiledQuery.raw(text, parametersOf(chunk, columns)));
  }
}

/**
 * Runs a statement over lists of values, and answers the rows that it returns.
 * @param build makes the statement around `values (…), (…)`, whose columns every database names `column1`, `column2` and so on; called with
 * one `what` it must always make the same
 */
export async function forEach<Answer = never>(
  tx: Transaction<RecordsTables>,
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
}

/** Items in parts of one of the {@link SIZES}. */
function* chunks<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  let start = 0;
  for (const size of SIZES) {
    for (; items.length - start >= size; start += size) yield items.slice(start, start + size);
  }
}

function parametersOf<Row>(rows: readonly Row[], columns: readonly (keyof Row)[]): unknown[] {
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
