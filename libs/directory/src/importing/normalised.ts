import { normaliseName, normaliseNumber, normaliseText } from '#kernel';
import type { Column, FileName, Row } from './directory-files.js';

type Normalise = (written: string) => string;

const text: Normalise = (written) => normaliseText(written).text;
const name: Normalise = (written) => normaliseName(written).text;
const number: Normalise = (written) => normaliseNumber(written).text;

/** What the cells of each column hold. */
const COLUMN_READERS: { readonly [File in FileName]: Readonly<Record<Column<File>, Normalise>> } = {
  regions: { code: number, name, level: text, parent: number },
  schools: { code: number, name, kind: text, township: number, stage: text, parent: number, village: number, teachers: number },
  staff: { username: text, name, role: text, unit: number, line: text, phone: number },
};

/** The cells of a row as the directory takes them: what nobody sees in them, and what a spreadsheet has added, changes nothing. */
export function normalisedCells<File extends FileName>(file: File, cells: Row<File>['cells']): Row<File>['cells'] {
  const readers = COLUMN_READERS[file] as Readonly<Record<string, Normalise>>;
  const entries = Object.entries<string>(cells).map(([column, written]) => [column, readers[column]?.(written) ?? written]);
  return Object.fromEntries(entries) as Row<File>['cells'];
}

/** Whether two texts say the same, however each was written. What stands in the log was not always normalised. */
export function sameText(one: string, other: string): boolean {
  return one === other || name(one) === name(other);
}

export function sameNumber(one: string, other: string): boolean {
  return one === other || number(one) === number(other);
}
