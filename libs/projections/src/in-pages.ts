import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * All rows that a question finds, a page at a time: others have their turn in between, and nobody holds them all.
 * @param size rows of a page
 * @param read a page's rows, in order, behind a row; absent: from the beginning
 */
export async function* inPages<Row>(
  size: number,
  read: (after: Row | undefined) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  for (let after: Row | undefined; ; await nextTurn()) {
    const rows = await read(after);
    yield rows;
    if (rows.length < size) return;
    after = rows.at(-1);
  }
}
