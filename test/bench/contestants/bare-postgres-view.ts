import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type pg from 'pg';
import { openApplication } from '../support/application.js';
import { contestant, inDirectory, mustBe } from '../support/contestant.js';
import { parseLog } from '../support/parse-log.js';
import { rowsInFile, rowsInSchema, viewFile, withViews, type ViewOnPostgres } from '../support/postgres-view.js';

/** Rows a statement and a transaction. */
const BATCH = 2_000;

/**
 * The limit of the server: the log read in order with its JSON parsed, and the very rows that our view holds inserted into the same tables
 * with the same indexes, durably. What the rows should be is not worked out.
 */
await contestant<ViewOnPostgres>(({ data, view, postgres }) =>
  withViews(postgres, async ({ readStore, client, schemaOf }) => {
    await makeTables(readStore, view);
    const schema = await schemaOf(view);
    const file = viewFile(data, view);
    const began = performance.now();
    const events = parseLog(join(data, 'log.db'));
    await copyRows(file, client, schema);
    const seconds = (performance.now() - began) / 1000;
    const rows = await rowsInSchema(client, schema);
    mustBe('rows of records', rows, rowsInFile(file));
    return { value: events / seconds, notes: { seconds: Math.round(seconds), rows } };
  }),
);

/** The view of an empty log. */
function makeTables(readStore: string, view: string): Promise<void> {
  return inDirectory(async (directory) => {
    const { runtime, close } = await openApplication(join(directory, 'data'), { readStore });
    await runtime.runner.catchUp(view);
    await close();
  });
}

async function copyRows(file: string, client: pg.Client, schema: string): Promise<void> {
  const source = new DatabaseSync(file, { readOnly: true });
  const tables = source
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'view_%'")
    .all() as unknown as readonly { name: string }[];
  for (const { name } of tables) {
    for (const rows of batchesOf(source, name)) {
      await client.query(`INSERT INTO "${schema}".${name} SELECT * FROM json_populate_recordset(null::"${schema}".${name}, $1)`, [
        JSON.stringify(rows),
      ]);
    }
  }
  source.close();
}

function* batchesOf(source: DatabaseSync, table: string): Generator<readonly unknown[]> {
  let batch: unknown[] = [];
  for (const row of source.prepare(`SELECT * FROM "${table}"`).iterate()) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
