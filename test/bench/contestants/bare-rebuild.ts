import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Measured } from '../measure.js';
import { contestant, inDirectory, mustBe } from '../support/contestant.js';
import { parseLog } from '../support/parse-log.js';

interface Options {
  readonly data: string;
}

/** Rows a transaction. */
const BATCH = 20_000;

interface Made {
  readonly type: string;
  readonly name: string;
  readonly sql: string;
}

/**
 * The limit of this machine: the log read in order with its JSON parsed for each view, and the very rows that our views hold inserted into the
 * same tables, with the same indexes made at the end. What the rows should be is not worked out.
 */
await contestant<Options>(({ data }) =>
  inDirectory(async (directory) => {
    const log = join(data, 'log.db');
    const events = parseLog(log);
    const parsing = performance.now();
    // Every view would be as long in reading it; none would be the first to read it from the disk.
    mustBe('events', parseLog(log), events);
    const parsed = secondsSince(parsing);
    const figures: Record<string, Measured> = {};
    let [all, allRows] = [0, 0];
    for (const home of readdirSync(join(data, 'views')).filter((file) => file.endsWith('.db'))) {
      const copying = performance.now();
      const rows = copyRows(join(data, 'views', home), join(directory, home));
      const seconds = parsed + secondsSince(copying);
      figures[viewOf(home)] = { value: events / seconds, notes: { rows } };
      [all, allRows] = [all + seconds, allRows + rows];
      await rm(join(directory, home));
    }
    mustBe('there are rows', Math.min(allRows, 1), 1);
    return { ...figures, all: { value: events / all, notes: { rows: allRows } } };
  }),
);

/** Of the name of a home's file, such as `records-v4.g1.db`. */
function viewOf(home: string): string {
  return home.slice(0, home.lastIndexOf('-v'));
}

function secondsSince(began: number): number {
  return (performance.now() - began) / 1000;
}

/** @returns how many rows there are */
function copyRows(from: string, to: string): number {
  const source = new DatabaseSync(from, { readOnly: true });
  const target = new DatabaseSync(to, { defensive: false });
  target.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144');
  const made = source
    .prepare("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
    .all() as unknown as Made[];
  const tables = made.filter(({ type }) => type === 'table');
  for (const { sql } of tables) target.exec(sql);
  const rows = tables.reduce((sum, { name }) => sum + copyTable(source, target, name), 0);
  for (const { sql } of made.filter(({ type }) => type === 'index')) target.exec(sql);
  source.close();
  target.close();
  return rows;
}

function copyTable(source: DatabaseSync, target: DatabaseSync, table: string): number {
  const all = source.prepare(`SELECT * FROM "${table}"`);
  all.setReturnArrays(true);
  const insert = target.prepare(
    `INSERT INTO "${table}" VALUES (${all
      .columns()
      .map(() => '?')
      .join(', ')})`,
  );
  let rows = 0;
  target.exec('BEGIN');
  for (const row of all.iterate() as unknown as Iterable<string[]>) {
    insert.run(...row);
    rows += 1;
    if (rows % BATCH === 0) target.exec('COMMIT; BEGIN');
  }
  target.exec('COMMIT');
  return rows;
}
