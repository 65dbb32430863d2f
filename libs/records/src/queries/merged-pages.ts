import { setImmediate as nextTurn } from 'node:timers/promises';

/** What something has its place by in a list. */
export type PlaceKey = readonly string[];

/** Reads the first rows after a key, in order, at most so many. */
export type PageReader<Row, Key extends PlaceKey> = (after: Key | undefined, limit: number) => Promise<readonly Row[]>;

/** Rows of several lists in one order after a key, each once, some at a time: every list is read by its own index in that order. */
export async function* mergedPages<Row, Key extends PlaceKey>(
  lists: readonly PageReader<Row, Key>[],
  keyOf: (row: Row) => Key,
  from: Key | undefined,
  page: number,
): AsyncGenerator<readonly Row[]> {
  for (let after = from; ; await nextTurn()) {
    const key = after;
    const read = await Promise.all(lists.map((list) => list(key, page)));
    // Behind the end of a full page that list may have more, which belongs before what other lists have there.
    const bound = read
      .flatMap((rows) => (rows.length === page ? rows.slice(-1) : []))
      .map(keyOf)
      .sort(compareKeys)[0];
    const merged = new Map(read.flat().map((row) => [JSON.stringify(keyOf(row)), row]));
    const ordered = [...merged.values()].sort((a, b) => compareKeys(keyOf(a), keyOf(b)));
    yield bound === undefined ? ordered : ordered.filter((row) => compareKeys(keyOf(row), bound) <= 0);
    if (bound === undefined) return;
    after = bound;
  }
}

/** What several lists have, each in order already, in one order. */
export async function* inOneOrder<Entry extends { readonly key: PlaceKey }>(lists: readonly AsyncIterable<Entry>[]): AsyncGenerator<Entry> {
  const open = lists.map((list) => list[Symbol.asyncIterator]());
  const heads = await Promise.all(open.map((list) => list.next()));
  for (;;) {
    const [first] = heads
      .flatMap((head, index) => (head.done === true ? [] : [{ index, entry: head.value }]))
      .sort((a, b) => compareKeys(a.entry.key, b.entry.key));
    if (first === undefined) return;
    yield first.entry;
    heads[first.index] = (await open[first.index]?.next()) ?? { done: true, value: undefined };
  }
}

/** Negative, zero or positive, as the one comes before, with or after the other. */
export function compareKeys(a: PlaceKey, b: PlaceKey): number {
  const differing = a.findIndex((part, index) => part !== b[index]);
  return differing === -1 ? 0 : (a[differing] ?? '') < (b[differing] ?? '') ? -1 : 1;
}
