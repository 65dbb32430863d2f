// The thread that `CommitThread` starts: commits the groups of appends that it is sent, in order, on a connection of its own.
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { BUSY_TIMEOUT, whenFree } from '#disk';
import { failureOf, Refusal } from '#kernel';
import type { CommitAnswer, CommitRequest } from './commit-thread.js';
import { Committer, type Append } from './committer.js';

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
function tidy(): void {
  try {
    database.exec('PRAGMA wal_checkpoint(PASSIVE)');
  } catch {
    // What could not be brought home, as on a full disk, is safe where it is, and comes home with the next groups.
  }
}
let tidying: NodeJS.Timeout | undefined;

async function commit(group: readonly Append[]): Promise<CommitAnswer> {
  clearTimeout(tidying);
  try {
    return { outcomes: await whenFree(() => committer.commit(group)) };
  } catch (error) {
    // Without its message, which may quote what was to be written.
    return error instanceof Refusal ? failureOf(error) : { failed: (error as { code?: string }).code ?? 'error' };
  } finally {
    tidying = setTimeout(tidy, TIDY_AFTER);
  }
}

/** Whoever asks: the thread that started this one, first, and those that it shares it with. */
const asking = new Set<MessagePort>();

/** The first takes the others along: it ends the thread. */
function close(one: MessagePort): void {
  if (one !== parentPort) return one.close();
  clearTimeout(tidying);
  database.close();
  for (const each of asking) each.close();
}

/** One group after the other, whoever asks. */
let last = Promise.resolve();
function serve(one: MessagePort): void {
  asking.add(one);
  one.on('close', () => asking.delete(one));
  one.on('message', (request: CommitRequest) => {
    last = last.then(async () => {
      if (request === 'close') close(one);
      else if ('share' in request) serve(request.share);
      else one.postMessage(await commit(request.group));
    });
  });
}

if (parentPort !== null) serve(parentPort);
