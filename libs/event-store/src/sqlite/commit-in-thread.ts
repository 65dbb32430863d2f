// The thread that `CommitThread` starts: commits the groups of appends that it is sent, in order, on a connection of its own.
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { Refusal } from '#kernel';
import { BUSY_TIMEOUT, whenFree } from './busy.js';
import type { CommitAnswer, CommitRequest } from './commit-thread.js';
import { Committer } from './committer.js';

/** Pages in memory, in KiB: names and ids of a large group lie anywhere in their indexes. */
const CACHE = 32 * 1024;
/** Pages of the write-ahead log before they are brought home: a page that every group changes is then written once for many. */
const CHECKPOINT_PAGES = 32_000;
/** After how long without work it is brought home whatever its length, in milliseconds. */
const TIDY_AFTER = 500;

const database = new DatabaseSync((workerData as { file: string }).file, { timeout: BUSY_TIMEOUT });
database.exec(`PRAGMA synchronous = FULL; PRAGMA cache_size = -${CACHE}; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
const committer = new Committer(database);

/** Brings home what the last groups have left in the write-ahead log, so that the other connection need not. */
const tidy = () => database.exec('PRAGMA wal_checkpoint(PASSIVE)');
let tidying: NodeJS.Timeout | undefined;

async function answer(request: CommitRequest): Promise<void> {
  clearTimeout(tidying);
  if (request === 'close') {
    database.close();
    parentPort?.close();
    return;
  }
  const tell = (message: CommitAnswer) => parentPort?.postMessage(message);
  try {
    tell({ outcomes: await whenFree(() => committer.commit(request.group)) });
  } catch (error) {
    // Without its message, which may quote what was to be written.
    tell(error instanceof Refusal ? { busy: true } : { failed: (error as { code?: string }).code ?? 'error' });
  }
  tidying = setTimeout(tidy, TIDY_AFTER);
}

let last = Promise.resolve();
parentPort?.on('message', (request: CommitRequest) => {
  last = last.then(() => answer(request));
});
