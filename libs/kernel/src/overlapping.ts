/**
 * Works items as they come, some at the same time. After a failure nothing is begun any more, and what is under way has ended when the failure
 * of the first item that failed is thrown.
 */
export async function overlapping<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  together: number,
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  const source = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const failures: { readonly index: number; readonly error: unknown }[] = [];
  let begun = 0;
  const lane = async () => {
    while (failures.length === 0) {
      const next = await source.next();
      if (next.done === true) return;
      const index = begun++;
      await work(next.value, index).catch((error: unknown) => failures.push({ index, error }));
    }
  };
  try {
    await Promise.all(Array.from({ length: together }, lane));
  } finally {
    await source.return?.();
  }
  if (failures.length > 0) throw failures.reduce((first, one) => (one.index < first.index ? one : first)).error;
}
