import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse, type Info } from 'csv-parse';
import { hasVisible, normaliseText, Refusal, type FieldError } from '#kernel';
import { COLUMNS, type Column, type FileName, type Row } from './directory-files.js';
import { normalisedCells } from './normalised.js';

export interface ReadFile<File extends FileName> {
  readonly rows: readonly Row<File>[];
  /** Rows that could not be read. */
  readonly errors: readonly FieldError[];
  /** SHA-256 of the file's bytes. */
  readonly sha256: string;
}

/**
 * Reads one CSV file: UTF-8 with or without BOM, streamed. Lines with nothing visible in them are none.
 * @throws Refusal `unreadable`: `no-such-file`, `file-unusable`, `wrong-encoding`, `broken-csv`, `empty-file`, `unknown-columns`
 */
export async function readFile<File extends FileName>(file: File, path: string): Promise<ReadFile<File>> {
  const hash = createHash('sha256');
  const records = await readRecords(file, path, hash);
  const [header, ...body] = records;
  if (header === undefined) throw new Refusal('unreadable', 'empty-file', { params: { file } });
  const names = header.cells.map((cell) => normaliseText(cell).text);
  checkHeader(file, names);
  if (body.length === 0) throw new Refusal('unreadable', 'empty-file', { params: { file } });
  const columns = names as readonly Column<File>[];
  const complete = body.filter(({ cells }) => cells.length === columns.length);
  return {
    rows: complete.map(({ line, cells }) => ({ line, cells: normalisedCells(file, toRecord(columns, cells)) })),
    errors: body.filter(({ cells }) => cells.length !== columns.length).map((record) => wrongCellCount(file, record, columns.length)),
    sha256: hash.digest('hex'),
  };
}

interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

class NotUtf8 extends Error {}

interface Parsed {
  readonly info: Info;
  readonly record: readonly string[];
}

async function readRecords(file: FileName, path: string, hash: Hash): Promise<readonly CsvRecord[]> {
  const records: CsvRecord[] = [];
  try {
    await pipeline(
      createReadStream(path),
      (bytes: AsyncIterable<Buffer>) => decoded(bytes, hash),
      parse({ info: true, relax_column_count: true, relax_quotes: true, record_delimiter: ['\r\n', '\n', '\r'], trim: true }),
      async (parsed: AsyncIterable<Parsed>) => {
        for await (const { info, record } of parsed) if (record.some(hasVisible)) records.push({ line: info.lines, cells: record });
      },
    );
  } catch (error) {
    throw refusalOf(file, error);
  }
  return records;
}

/** What is not UTF-8 stops the reading instead of becoming replacement characters. A BOM is left out. */
async function* decoded(bytes: AsyncIterable<Buffer>, hash: Hash): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let first = true;
  for await (const chunk of bytes) {
    // UTF-16 and UTF-32 without a mark: read as UTF-8 they would give wrong characters, not an error.
    if (first && chunk.subarray(0, 2).includes(0)) throw new NotUtf8();
    first = false;
    hash.update(chunk);
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}

function refusalOf(file: FileName, error: unknown): unknown {
  if (error instanceof CsvError) return new Refusal('unreadable', 'broken-csv', { params: { file, line: Number(error['lines'] ?? 0) } });
  const code = (error as NodeJS.ErrnoException).code;
  if (error instanceof NotUtf8 || code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
    return new Refusal('unreadable', 'wrong-encoding', { params: { file } });
  if (code === 'ENOENT') return new Refusal('unreadable', 'no-such-file', { params: { file } });
  return (error as NodeJS.ErrnoException).syscall === undefined
    ? error
    : new Refusal('unreadable', 'file-unusable', { params: { file, reason: code ?? '' } });
}

function checkHeader(file: FileName, header: readonly string[]): void {
  const columns: readonly string[] = COLUMNS[file];
  const missing = columns.filter((column) => !header.includes(column));
  const unknown = header.map((column, index) => (columns.includes(column) ? undefined : unknownColumn(column, index)));
  const repeated = columns.filter((column) => header.indexOf(column) !== header.lastIndexOf(column));
  const named = { missing: listed(missing), unknown: listed(unknown.filter((column) => column !== undefined)), repeated: listed(repeated) };
  if (Object.values(named).some((list) => list !== NOTHING))
    throw new Refusal('unreadable', 'unknown-columns', { params: { file, ...named } });
}

const NOTHING = '–';

function listed(columns: readonly string[]): string {
  return columns.join(', ') || NOTHING;
}

/** A file without a header has people in its first line: only what looks like a column's name is repeated, else its number. */
function unknownColumn(column: string, index: number): string {
  return /^[a-z][A-Za-z_-]{0,30}$/.test(column) ? column : `#${index + 1}`;
}

function wrongCellCount(file: FileName, { line, cells }: CsvRecord, columns: number): FieldError {
  return { pointer: `/${file}/${line}`, code: 'wrong-cell-count', params: { cells: cells.length, columns } };
}

function toRecord<File extends FileName>(columns: readonly Column<File>[], cells: readonly string[]): Row<File>['cells'] {
  return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ''])) as Row<File>['cells'];
}
