/**
 * Waits until everything has ended, also what goes on after a failure.
 * @returns values in the order of work
 * @throws what the first that failed has thrown
 */
export async function allEnded<Value>(work: readonly Promise<Value>[]): Promise<readonly Value[]> {
  const outcomes = await Promise.allSettled(work);
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}
