import { open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Generations } from '../generations.js';
import type { BuildProgress } from './build-home.js';
import type { Builder } from './builder.js';

const BUILDING = /\.(\d+)\.building(-journal|-wal|-shm)?$/;

/**
 * Builds the next generation of a view beside the one that serves, then switches. Until then nothing that serves is touched: a crash leaves
 * a file that the next rebuild clears away. Of two rebuilds at the same time the later to end has the last word.
 */
export async function rebuildGeneration(
  generations: Generations,
  view: string,
  build: Builder,
  progress: (progress: BuildProgress) => void,
): Promise<void> {
  const directory = dirname(generations.file(0));
  await clearAway(directory);
  const building = join(directory, `${view}.${process.pid}.building`);
  try {
    await build(view, building, progress);
    await flush(building);
  } catch (error) {
    await rm(building, { force: true });
    throw error;
  }
  const next = generations.serving() + 1;
  await rename(building, generations.file(next));
  await generations.serve(next);
}

/** Files of builders that are no more. */
async function clearAway(directory: string): Promise<void> {
  for (const file of await readdir(directory)) {
    const builder = BUILDING.exec(file)?.[1];
    if (builder !== undefined && !isRunning(Number(builder))) await rm(join(directory, file), { force: true });
  }
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A builder flushes nothing; what serves has to be on disk. */
async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.sync();
  await handle.close();
}
