import { open } from 'node:fs/promises';
import { openCsv } from './csv-table.js';
import { decodedText, encodingOf } from './encoding.js';
import { binaryFormat, textFormat, workbookPart, type OtherFormat } from './other-formats.js';
import type { OpenedFile } from './table.js';
import { unreadable } from './unreadable.js';
import { openWorkbook } from './xlsx/workbook.js';
import { ZipArchive } from './xlsx/zip.js';

const ZIP = Buffer.from('PK');
/** How an archive's directory ends: PK, 5, 6. */
const END_OF_DIRECTORY = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
/** Bytes in which that stands: its own 22, and a comment. */
const TAIL = 66_000;

/**
 * The tables of a file, by what it holds and not by its name: a workbook's visible sheets, or a text under each delimiter.
 * @throws Refusal `unreadable`: `roster-empty`, what the file is instead ({@link OtherFormat}), and what the readers refuse
 */
export async function openTables(path: string): Promise<OpenedFile> {
  const { begin, tail } = await endsOf(path);
  if (begin.length === 0) throw unreadable('roster-empty');
  if (begin.equals(ZIP)) return openPackage(path);
  // An archive before which something has got: nothing in it stands where its directory says.
  if (tail.includes(END_OF_DIRECTORY)) throw unreadable('broken-xlsx', { reason: 'directory' });
  refuse(await binaryFormat(path));
  for await (const text of decodedText(path, await encodingOf(path))) {
    refuse(textFormat(text));
    break;
  }
  return openCsv(path);
}

async function openPackage(path: string): Promise<OpenedFile> {
  const archive = await ZipArchive.open(path);
  const found = await workbookPart(archive);
  if (found === undefined) throw unreadable('broken-xlsx', { reason: 'no-workbook' });
  if ('workbook' in found) return openWorkbook(archive, found.workbook);
  throw unreadable(found.format);
}

function refuse(format: OtherFormat | undefined): void {
  if (format !== undefined) throw unreadable(format);
}

async function endsOf(path: string): Promise<{ readonly begin: Buffer; readonly tail: Buffer }> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const begin = Buffer.alloc(Math.min(size, ZIP.length));
    const tail = Buffer.alloc(Math.min(size, TAIL));
    await file.read(begin, 0, begin.length, 0);
    await file.read(tail, 0, tail.length, size - tail.length);
    return { begin, tail };
  } finally {
    await file.close();
  }
}
