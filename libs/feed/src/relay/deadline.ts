/** Something has not come back in time. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
}

/**
 * Waits for work, but not for ever: a client may hold a dead socket for minutes.
 * @throws DeadlinePassed after `milliseconds`, or when the signal says that nobody waits any more
 */
export async function within<Result>(milliseconds: number, work: Promise<Result>, signal?: AbortSignal): Promise<Result> {
  let giveUp = () => {};
  const late = new Promise<never>((_resolve, reject) => (giveUp = () => reject(new DeadlinePassed())));
  const timer = setTimeout(giveUp, milliseconds);
  signal?.addEventListener('abort', giveUp);
  if (signal?.aborted === true) giveUp();
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', giveUp);
  }
}
