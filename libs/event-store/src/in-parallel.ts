/**
 * Works all items, so many at once: appends that arrive together share a commit. After a failure nothing more is begun, and what has begun
 * has ended when the failure is thrown.
 * @returns results in the order of items
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const failures: unknown[] = [];
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) {
      await work(item).then(
        (result) => (results[index] = result),
        (error: unknown) => failures.push(error),
      );
      if (failures.length > 0) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}
