/** What stands in one cell; null: nothing. */
export type Cell = string | number | null;

/** A table on its way out, row by row: nobody ever holds the whole of it. */
export interface Table {
  /** Name of the sheet. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>;
}

/**
 * A text that a spreadsheet would take for a formula, made one that it shows: somebody else may have written it. Signs of full width are signs
 * to some. Numbers stay numbers.
 */
export function neutralised(text: string): string {
  return /^[=+\-@\t\r\n]/.test(text.slice(0, 1).normalize('NFKC')) ? `'${text}` : text;
}
