import { neutralised, type Cell, type Table } from './table.js';

/** Bytes that are handed on together, at least. */
const CHUNK = 64 * 1024;

/**
 * A table as CSV (RFC 4180) in UTF-8 with a byte order mark, by which Excel knows that it is UTF-8. Pulled by who reads it: nothing is made
 * before it is wanted.
 */
export async function* csvOf({ columns, rows }: Table): AsyncGenerator<Buffer> {
  let text = `\uFEFF${lineOf(columns)}`;
  for await (const row of rows) {
    text += lineOf(row);
    if (text.length < CHUNK) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(text);
}

function lineOf(cells: readonly Cell[]): string {
  return `${cells.map(fieldOf).join(',')}\r\n`;
}

function fieldOf(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  // Excel makes a number of a text of digits and loses those behind the fifteenth; a tab in front keeps it a text. Shorter ones, as codes of
  // units are, it keeps whole: other programs find them as they stand.
  const text = /^\d{16,}$/.test(cell) ? `\t${cell}` : neutralised(cell);
  return /[",\r\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
