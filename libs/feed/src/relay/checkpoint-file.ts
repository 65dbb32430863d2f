import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { isDiskFull } from '#disk';
import type { RelayCheckpoint } from './lanes.js';

/** Where a relay keeps how far it has come. Whatever is lost is read from the topic again. */
export interface CheckpointCache {
  load(): Promise<RelayCheckpoint | undefined>;
  save(checkpoint: RelayCheckpoint): Promise<void>;
}

const shape = z.strictObject({ source: z.string(), position: z.string(), lasts: z.array(z.string()) });

/** A checkpoint in a file of its own. A file that cannot be read is as good as none: it is only a cache. */
export function checkpointFile(file: string): CheckpointCache {
  return {
    async load() {
      try {
        return shape.parse(JSON.parse(await readFile(file, 'utf8')));
      } catch {
        return undefined;
      }
    },
    async save(checkpoint) {
      const beside = `${file}.${process.pid}`;
      try {
        await writeFile(beside, JSON.stringify(checkpoint), { mode: 0o600 });
        await rename(beside, file);
      } catch (error) {
        // What has been told is in the topic: a full disk is no reason to stop telling.
        if (!isDiskFull(error)) throw error;
      }
    },
  };
}
