import { Refusal } from '#kernel';
import { csvOf } from './csv.js';
import type { Table } from './table.js';
import { xlsxOf } from './xlsx/xlsx.js';

const FORMATS = {
  csv: { contentType: 'text/csv; charset=utf-8', write: csvOf },
  xlsx: {
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    write: (table: Table) => xlsxOf(table),
  },
} as const;

export type ExportFormat = keyof typeof FORMATS;

/** A file on its way out. */
export interface ExportFile {
  /** Without personal data. */
  readonly fileName: string;
  readonly contentType: string;
  /** Pulled: nothing is read or made before it is wanted, and who stops reading ends it. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** @throws Refusal `invalid`/`unknown-format` */
export function checkedFormat(format: string): ExportFormat {
  if (!Object.hasOwn(FORMATS, format))
    throw new Refusal('invalid', 'unknown-format', { params: { formats: Object.keys(FORMATS).join(', ') } });
  return format as ExportFormat;
}

export function exportFile(format: ExportFormat, name: string, table: Table): ExportFile {
  const { contentType, write } = FORMATS[format];
  return { fileName: `${name}.${format}`, contentType, bytes: write(table) };
}
