import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { asDiskFull, isDiskFull } from '#disk';
import { unreadable } from '../reading/unreadable.js';

/** A file that is kept, by what it holds. */
export interface KeptFile {
  /** SHA-256 of its bytes. */
  readonly sha256: string;
  readonly path: string;
}

/**
 * Rosters as they came in, outside the log: each once, under its SHA-256, for their owner only. A file that is being written has another
 * name until it is whole and on disk.
 */
export class KeptFiles {
  constructor(private readonly directory: string) {}

  /** @throws Refusal `unreadable`: `no-such-roster`, `roster-unusable`; `unavailable`/`disk-full` */
  async keep(path: string): Promise<KeptFile> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    const temporary = join(this.directory, `.${randomUUID()}`);
    try {
      const sha256 = await copy(path, temporary);
      const kept = { sha256, path: this.pathOf(sha256) };
      // The same bytes again: what is kept is as good.
      await rename(temporary, kept.path);
      return kept;
    } catch (error) {
      await rm(temporary, { force: true });
      throw refusalOf(error);
    }
  }

  /** Forgets a file that turned out to be no roster. */
  async drop(sha256: string): Promise<void> {
    await rm(this.pathOf(sha256), { force: true });
  }

  async has(sha256: string): Promise<boolean> {
    return stat(this.pathOf(sha256)).then(
      () => true,
      () => false,
    );
  }

  pathOf(sha256: string): string {
    return join(this.directory, sha256);
  }
}

/** @returns SHA-256 of what was copied */
async function copy(from: string, to: string): Promise<string> {
  const hash = createHash('sha256');
  // Opened before it is streamed, so that a file that is not there is known here and nowhere else.
  const source = await open(from);
  try {
    const target = await open(to, 'wx', 0o600);
    try {
      for await (const chunk of source.createReadStream({ autoClose: false })) {
        hash.update(chunk as Buffer);
        await target.write(chunk as Buffer);
      }
      await target.sync();
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
  return hash.digest('hex');
}

function refusalOf(error: unknown): unknown {
  if (isDiskFull(error)) return asDiskFull(error);
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return unreadable('no-such-roster');
  return syscall === undefined ? error : unreadable('roster-unusable', { reason: code ?? '' });
}
