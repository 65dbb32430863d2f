/** A cell as it was written: a text, or a number as the digits that are left of it. */
export type Cell = string | { readonly number: string };

export interface TableRow {
  /** As the file's own program numbers it; the first is 1. */
  readonly line: number;
  /** By column; cells that are empty at the end may be absent. */
  readonly cells: readonly (Cell | undefined)[];
}

/** A table that can be read from its beginning as often as is needed, in bounded memory. */
export interface SourceTable {
  /** Name of the sheet; empty for a CSV file. */
  readonly name: string;
  /** About how many rows there are, judged by the beginning; undefined if that tells nothing. */
  estimatedRows(): Promise<number | undefined>;
  /**
   * All rows in order, some at a time.
   * @param dataFrom line of the first row of data, once it is known
   * @throws Refusal `unreadable` for what cannot be read
   */
  rows(dataFrom?: number): AsyncIterable<readonly TableRow[]>;
}

/** The text of a cell, without spaces around it. */
export function textOfCell(cell: Cell | undefined): string {
  if (cell === undefined) return '';
  return (typeof cell === 'string' ? cell : cell.number).trim();
}
