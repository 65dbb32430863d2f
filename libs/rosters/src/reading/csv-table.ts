import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { CsvError, parse, type Info } from 'csv-parse';
import { decodedText, encodingOf, type Encoding } from './encoding.js';
import { LIMITS } from './limits.js';
import { estimatedRows, sampleOf } from './row-estimate.js';
import type { SourceTable, TableRow } from './table.js';
import { unreadable } from './unreadable.js';

/** How many rows are handed on at once. */
const BATCH = 200;

const DELIMITERS = [',', '\t', ';'] as const;

interface Parsed {
  readonly info: Info;
  readonly record: readonly string[];
}

/**
 * A CSV file: UTF-8 with or without BOM, GB18030 or UTF-16; comma, tab or semicolon.
 * @throws Refusal `unreadable`: `roster-encoding`, `roster-csv`, `too-many-columns`
 */
export async function openCsv(path: string): Promise<SourceTable> {
  const encoding = await encodingOf(path);
  const delimiter = await delimiterOf(path, encoding);
  return { name: '', rows: () => csvRows(path, encoding, delimiter), estimatedRows: () => estimatedLines(path) };
}

async function estimatedLines(path: string): Promise<number | undefined> {
  const { size } = await stat(path);
  return estimatedRows(await sampleOf(createReadStream(path)), size, 'line');
}

async function* csvRows(path: string, encoding: Encoding, delimiter: string): AsyncGenerator<readonly TableRow[]> {
  const parser = parse({ info: true, relax_column_count: true, skip_empty_lines: true, delimiter, max_record_size: LIMITS.record });
  let batch: TableRow[] = [];
  try {
    // Errors of either end come out of the iteration.
    for await (const parsed of pipeline(Readable.from(decodedText(path, encoding)), parser, () => undefined)) {
      const { info, record } = parsed as Parsed;
      if (record.length > LIMITS.columns) throw unreadable('too-many-columns', { limit: LIMITS.columns });
      batch.push({ line: info.lines, cells: record });
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
  } catch (error) {
    if (error instanceof CsvError) throw unreadable('roster-csv', { line: Number(error['lines'] ?? 0) });
    throw error;
  }
  if (batch.length > 0) yield batch;
}

/** The one that the first line with any has most of. */
async function delimiterOf(path: string, encoding: Encoding): Promise<string> {
  for await (const text of decodedText(path, encoding)) {
    for (const line of text.slice(0, LIMITS.record).split(/\r?\n/)) {
      const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: line.split(delimiter).length - 1 }));
      const most = counts.reduce((best, one) => (one.count > best.count ? one : best));
      if (most.count > 1) return most.delimiter;
    }
    break;
  }
  return DELIMITERS[0];
}
