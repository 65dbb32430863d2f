import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { CsvSplitter, type CsvRecord } from './csv-records.js';
import { decodedText, encodingOf, type Encoding } from './encoding.js';
import { LIMITS } from './limits.js';
import { estimatedRows, sampleOf } from './row-estimate.js';
import { isFilled, type OpenedFile, type TableRow } from './table.js';
import { unreadable } from './unreadable.js';

/** How many rows are handed on at once. */
const BATCH = 200;

const DELIMITERS = [',', '\t', ';'] as const;

/**
 * A text file as a table under each delimiter (comma, tab, semicolon): which is right shows in its header. UTF-8 with or without mark, GB18030
 * or UTF-16.
 * @throws Refusal `unreadable`/`roster-encoding`
 */
export async function openCsv(path: string): Promise<OpenedFile> {
  const encoding = await encodingOf(path);
  return {
    tables: DELIMITERS.map((delimiter) => ({
      name: '',
      rows: () => csvRows(path, encoding, delimiter),
      estimatedRows: () => estimatedLines(path),
    })),
    alternatives: true,
  };
}

async function estimatedLines(path: string): Promise<number | undefined> {
  const { size } = await stat(path);
  return estimatedRows(await sampleOf(createReadStream(path)), size, 'line');
}

/** @throws Refusal `unreadable`: `roster-csv`, `too-many-columns` */
async function* csvRows(path: string, encoding: Encoding, delimiter: string): AsyncGenerator<readonly TableRow[]> {
  const splitter = new CsvSplitter(delimiter, LIMITS.record);
  let rows: TableRow[] = [];
  let line = 0;
  for await (const records of recordsOf(path, encoding, splitter)) {
    for (const record of records) {
      line = record.line;
      if (record.cells.length > 1 || isFilled(record.cells[0])) rows.push(bounded(record));
      if (rows.length < BATCH) continue;
      yield rows;
      rows = [];
    }
    if (splitter.waiting > 2 * LIMITS.record) throw unreadable('roster-csv', { line: line + 1 });
  }
  if (rows.length > 0) yield rows;
}

async function* recordsOf(path: string, encoding: Encoding, splitter: CsvSplitter): AsyncGenerator<Iterable<CsvRecord>> {
  for await (const text of decodedText(path, encoding)) yield splitter.feed(text);
  yield splitter.end();
}

/** A column counts when something stands in it. @throws Refusal `unreadable`/`too-many-columns` */
function bounded({ line, cells }: CsvRecord): TableRow {
  if (cells.length <= LIMITS.columns) return { line, cells };
  if (cells.slice(LIMITS.columns).some(isFilled)) throw unreadable('too-many-columns', { limit: LIMITS.columns });
  return { line, cells: cells.slice(0, LIMITS.columns) };
}
