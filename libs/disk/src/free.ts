import { readdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';

/** Less than this is called full, in bytes: one append, or one page of a view, may need as much. */
export const LEAST_ROOM = 1024 * 1024;

/**
 * The room that is left for this user in a directory and in each of those directly in it, which may be disks of their own: that of the fullest, in
 * bytes.
 */
export async function freeBytes(directory: string): Promise<number> {
  const entries = await readdir(directory, { withFileTypes: true });
  const directories = [directory, ...entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(directory, name))];
  return Math.min(...(await Promise.all(directories.map(freeIn))));
}

/** A directory that has gone meanwhile has no limits. */
async function freeIn(directory: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Infinity;
    throw error;
  }
}
