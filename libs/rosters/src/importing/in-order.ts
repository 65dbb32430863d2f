/**
 * Works items, some at the same time. After a failure nothing is begun any more, and what is under way has ended when the failure of the first
 * item that failed is thrown.
 * @returns results in the order of items
 */
export async function inOrder<Item, Result>(
  items: readonly Item[],
  together: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const failures: { readonly index: number; readonly error: unknown }[] = [];
  let next = 0;
  const lane = async () => {
    while (next < items.length && failures.length === 0) {
      const index = next++;
      await work(items[index] as Item).then(
        (result) => (results[index] = result),
        (error: unknown) => failures.push({ index, error }),
      );
    }
  };
  await Promise.all(Array.from({ length: together }, lane));
  if (failures.length > 0) throw failures.reduce((first, one) => (one.index < first.index ? one : first)).error;
  return results;
}
