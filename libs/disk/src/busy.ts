import { setTimeout as delay } from 'node:timers/promises';
import { Refusal } from '#kernel';
import { asDiskFull } from './full.js';

/** How long SQLite itself waits for another process's lock, in milliseconds: the event loop stands still meanwhile. */
export const BUSY_TIMEOUT = 20;
const PAUSE = 5;
const GIVE_UP_AFTER = 10_000;
const SQLITE_BUSY = 5;

/** Whether an error says that another process holds the lock (any extended code of SQLITE_BUSY). */
export function isBusy(error: unknown): boolean {
  const code = (error as { errcode?: number }).errcode;
  return code !== undefined && (code & 0xff) === SQLITE_BUSY;
}

/**
 * Runs what needs a SQLite file; while another process holds its write lock, waits without blocking the event loop.
 * @throws Refusal `unavailable`/`log-busy` after ten seconds, `unavailable`/`disk-full`
 */
export async function whenFree<Result>(work: () => Result): Promise<Result> {
  const start = performance.now();
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error)) throw asDiskFull(error);
      if (performance.now() - start > GIVE_UP_AFTER) throw new Refusal('unavailable', 'log-busy');
      await delay(PAUSE);
    }
  }
}
