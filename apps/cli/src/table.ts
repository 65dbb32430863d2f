/** Columns that a character takes in a terminal: Chinese characters and full-width forms take two. */
function widthOf(character: string): number {
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u.test(character)
    ? 2
    : 1;
}

/** Columns that a text takes in a terminal. */
export function displayWidth(text: string): number {
  return [...text].reduce((sum, character) => sum + widthOf(character), 0);
}

/** A row of cells, each padded to its column's width (the last one is not). */
export function alignedRow(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, index) => (index === cells.length - 1 ? cell : cell + ' '.repeat(Math.max(0, (widths[index] ?? 0) - displayWidth(cell)))))
    .join('  ');
}

/** Rows of cells, each column as wide as its widest cell. */
export function rowsText(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) => Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))));
  return rows.map((row) => alignedRow(row, widths).trimEnd()).join('\n');
}
