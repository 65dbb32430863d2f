import { closeSync, openSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { BUSY_TIMEOUT, isBusy, whenFree } from '#event-store';
import { Refusal } from '#kernel';

/**
 * Opens the writing connection of a view's file, or makes the file (for its owner only: rows hold personal data). `synchronous=NORMAL`:
 * a power cut may take the last batches, rows and checkpoint together, and they are computed again from the log.
 * @throws Refusal `unavailable`/`view-unusable`
 */
export async function openForWriting(file: string): Promise<DatabaseSync> {
  return guarded(async () => {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'a', 0o600));
    const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT });
    await whenFree(() => database.exec('PRAGMA journal_mode = WAL'));
    database.exec('PRAGMA synchronous = NORMAL');
    return database;
  });
}

/**
 * Opens a reading connection of a view's file, which must have been made.
 * @throws Refusal `unavailable`/`view-unusable`
 */
export async function openForReading(file: string): Promise<DatabaseSync> {
  return guarded(async () => new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT }));
}

async function guarded<Result>(open: () => Promise<Result>): Promise<Result> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof Refusal || isBusy(error)) throw error;
    throw new Refusal('unavailable', 'view-unusable', { params: { reason: (error as { code?: string }).code ?? 'error' } });
  }
}
