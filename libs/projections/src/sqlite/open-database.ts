import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { asDiskFull, BUSY_TIMEOUT, isBusy, privateFile, whenFree } from '#disk';
import { Refusal } from '#kernel';

/** Pages that a writer keeps in memory, in KiB, of each view: rows of a batch lie anywhere in a county. */
const WRITER_CACHE = 32 * 1024;
/** Pages that a reader keeps, in KiB. */
const READER_CACHE = 16 * 1024;
/** How much of a file is read as memory, in bytes: the system's page cache serves all connections. */
const MAPPED = 8 * 1024 ** 3;
/** Pages of the write-ahead log before they are brought home: a page that changes often is then written once. */
const CHECKPOINT_PAGES = 16_000;

/**
 * Opens the writing connection of a view's file, or makes the file (for its owner only: rows hold personal data). `synchronous=NORMAL`:
 * a power cut may take the last batches, rows and checkpoint together, and they are computed again from the log.
 * @throws Refusal `unavailable`/`view-unusable`, `unavailable`/`disk-full`
 */
export async function openForWriting(file: string): Promise<DatabaseSync> {
  return guarded(async () => {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    privateFile(file);
    const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT });
    await whenFree(() => database.exec('PRAGMA journal_mode = WAL'));
    database.exec(
      `PRAGMA synchronous = NORMAL; PRAGMA cache_size = -${WRITER_CACHE}; PRAGMA mmap_size = ${MAPPED}; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`,
    );
    return database;
  });
}

/** Pages in memory while a home is built, in KiB. */
const BUILDER_CACHE = 128 * 1024;

/**
 * Opens the file of a home that is being built, for one builder alone: nothing is journalled or flushed, so a crash spoils the file and it
 * has to be built from the beginning.
 * @throws Refusal `unavailable`/`view-unusable`, `unavailable`/`disk-full`
 */
export async function openForBuilding(file: string): Promise<DatabaseSync> {
  return guarded(async () => {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    privateFile(file);
    // In its defensive mode, which is Node's default, SQLite passes over the wish for no journal without a word.
    const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT, defensive: false });
    database.exec(
      `PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -${BUILDER_CACHE}; PRAGMA mmap_size = ${MAPPED}`,
    );
    return database;
  });
}

/**
 * Opens a reading connection of a view's file, which must have been made.
 * @throws Refusal `unavailable`/`view-unusable`, `unavailable`/`disk-full`
 */
export async function openForReading(file: string): Promise<DatabaseSync> {
  return guarded(async () => {
    const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT });
    database.exec(`PRAGMA cache_size = -${READER_CACHE}; PRAGMA mmap_size = ${MAPPED}`);
    return database;
  });
}

async function guarded<Result>(open: () => Promise<Result>): Promise<Result> {
  try {
    return await open();
  } catch (cause) {
    const error = asDiskFull(cause);
    if (error instanceof Refusal || isBusy(error)) throw error;
    throw new Refusal('unavailable', 'view-unusable', { params: { reason: (error as { code?: string }).code ?? 'error' } });
  }
}
