import { open } from 'node:fs/promises';
import { openCsv } from './csv-table.js';
import type { SourceTable } from './table.js';
import { unreadable } from './unreadable.js';
import { openWorkbook } from './xlsx/workbook.js';

const ZIP = Buffer.from([0x50, 0x4b]);
/** Workbooks before XLSX, and those with a password. */
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

/**
 * The tables of a file, by what it holds and not by its name: a workbook's visible sheets, or the one table of a CSV file.
 * @throws Refusal `unreadable`: `roster-empty`, `old-or-encrypted-workbook`, and what the readers refuse
 */
export async function openTables(path: string): Promise<readonly SourceTable[]> {
  const begin = await firstBytes(path);
  if (begin.length === 0) throw unreadable('roster-empty');
  if (begin.subarray(0, OLE.length).equals(OLE)) throw unreadable('old-or-encrypted-workbook');
  if (begin.subarray(0, ZIP.length).equals(ZIP)) return openWorkbook(path);
  return [await openCsv(path)];
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const buffer = Buffer.alloc(OLE.length);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
