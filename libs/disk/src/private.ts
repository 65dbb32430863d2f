import { chmodSync, closeSync, openSync } from 'node:fs';
import { chmod, lstat, mkdir, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, parse, resolve } from 'node:path';

const DIRECTORY_MODE = 0o700;
const FILE_MODE = 0o600;
/** What others than the owner may do. */
const OTHERS = 0o077;

/** Files that come and go with their process, and those of another user, are not ours to change. */
const LEFT_ALONE = new Set(['ENOENT', 'EPERM', 'EROFS']);

/** From now on whatever this process makes is for its owner only, also what SQLite and libraries make. Before any thread is started. */
export function keepPrivate(): void {
  process.umask(OTHERS);
}

/** Makes a file for its owner only if it is not there, and takes it from others if it is. */
export function privateFile(path: string): void {
  closeSync(openSync(path, 'a', FILE_MODE));
  chmodSync(path, FILE_MODE);
}

/**
 * Makes a directory for its owner only, or takes one that is there, with everything in it, from everybody else: an earlier version, a backup that
 * was put back or whoever made the directory may have let others in.
 */
export async function privateDirectory(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: DIRECTORY_MODE });
  if (!isCommon(resolve(path))) await close(path);
}

/** Directories that everybody uses can be nobody's data directory alone: what lies there is not taken from others. */
function isCommon(path: string): boolean {
  return [parse(path).root, tmpdir(), '/tmp'].includes(path);
}

async function close(path: string): Promise<void> {
  try {
    const stats = await lstat(path);
    if (!stats.isDirectory() && !stats.isFile()) return;
    if ((stats.mode & OTHERS) !== 0) await chmod(path, stats.mode & 0o7777 & ~OTHERS);
    if (stats.isDirectory()) for (const name of await readdir(path)) await close(join(path, name));
  } catch (error) {
    if (!LEFT_ALONE.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
