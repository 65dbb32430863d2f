// Loaded into a server that is measured (`node --import`): tells whoever sends it SIGUSR2 for how long its event loop stood still at most since
// the last time, in milliseconds, by writing it into the file that COUNTERSIGN_BENCH_PAUSES names.
import { renameSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/** How often it is looked, in milliseconds. */
const EVERY_MS = 5;

if (isMainThread) {
  const file = process.env.COUNTERSIGN_BENCH_PAUSES;
  let longest = 0;
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - EVERY_MS);
    last = now;
  }, EVERY_MS).unref();
  process.on('SIGUSR2', () => {
    writeFileSync(`${file}.new`, String(longest));
    renameSync(`${file}.new`, file);
    longest = 0;
  });
}
