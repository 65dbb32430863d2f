import { hasVisible } from '#kernel';

/** Why a cell of a workbook has no value: it shows an error (`#N/A`), or a formula that nobody has computed. */
export type LostValue = 'error-value' | 'formula-not-computed';

/** A cell as it was written: a text, a number as the digits that are left of it, a truth value, or something that shows that its value is lost. */
export type Cell =
  string | { readonly number: string } | { readonly truth: 'TRUE' | 'FALSE' } | { readonly lost: LostValue; readonly shown: string };

export interface TableRow {
  /** As the file's own program numbers it; the first is 1. */
  readonly line: number;
  /** By column; cells that are empty may be absent. */
  readonly cells: readonly (Cell | undefined)[];
  /**
   * Instead of cells, of a line that has come already: columns whose cells lie under a merged one to their left. A sheet names them behind its
   * rows.
   */
  readonly covered?: readonly number[];
}

/** Where a table has its data, once its header is known. */
export interface DataArea {
  /** Line of the first row below the header. */
  readonly from: number;
  /** Indexes of the columns that are read. */
  readonly columns: readonly number[];
}

/** A table that can be read from its beginning as often as is needed, in bounded memory. */
export interface SourceTable {
  /** Name of the sheet; empty for a CSV file. */
  readonly name: string;
  /** About how many rows there are, judged by the beginning; undefined if that tells nothing. */
  estimatedRows(): Promise<number | undefined>;
  /**
   * All rows in order, some at a time.
   * @param data absent: nobody looks at the data
   * @throws Refusal `unreadable` for what cannot be read
   */
  rows(data?: DataArea): AsyncIterable<readonly TableRow[]>;
}

/** The tables of a file. */
export interface OpenedFile {
  readonly tables: readonly SourceTable[];
  /** They are readings of one and the same table, of which one is right: a text file under each delimiter. */
  readonly alternatives: boolean;
}

/** The text of a cell, without spaces around it. */
export function textOfCell(cell: Cell | undefined): string {
  if (cell === undefined) return '';
  if (typeof cell === 'string') return cell.trim();
  if ('number' in cell) return cell.number;
  return 'truth' in cell ? cell.truth : cell.shown;
}

/** Whether there is anything in a cell. */
export function isFilled(cell: Cell | undefined): boolean {
  if (cell === undefined) return false;
  return typeof cell === 'string' ? hasVisible(cell) : true;
}

/** The name of a column as spreadsheets show it: 0 is A. */
export function columnLetters(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest === 0 ? '' : columnLetters(rest - 1)) + String.fromCharCode(65 + (index % 26));
}
