import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HttpRefusal } from '../http/http-refusal.js';
import { importJob, type ImportJob } from './import-job.js';
import { Limited } from './limited.js';

/** Bytes of one roster: a county's largest has some twenty million. */
export const ROSTER_LIMIT = 256 * 1024 * 1024;

/**
 * Imports on disk: each has a directory of its own with what was asked for and, until it has been imported, the file as far as it has
 * arrived. Nobody but the program's own user may look (0700, 0600): a roster is personal data.
 */
export class JobStore {
  constructor(private readonly directory: string) {}

  async find(importId: string): Promise<ImportJob | undefined> {
    const text = await readFile(this.jobFile(importId), 'utf8').catch(ignoreMissing);
    return text === undefined ? undefined : importJob.parse(JSON.parse(text));
  }

  /** The whole file or none: a process that is killed leaves the one before. */
  async save(job: ImportJob): Promise<void> {
    await mkdir(this.home(job.importId), { recursive: true, mode: 0o700 });
    const fresh = `${this.jobFile(job.importId)}.new`;
    await writeFile(fresh, JSON.stringify(job), { mode: 0o600, flush: true });
    await rename(fresh, this.jobFile(job.importId));
  }

  async all(): Promise<readonly ImportJob[]> {
    const ids = (await readdir(this.directory).catch(ignoreMissing)) ?? [];
    const jobs = await Promise.all(ids.map((id) => this.find(id)));
    return jobs.filter((job) => job !== undefined);
  }

  /** How many bytes of the file have arrived. */
  async received(job: ImportJob): Promise<number> {
    return (await stat(this.rosterFile(job)).catch(ignoreMissing))?.size ?? 0;
  }

  /**
   * Writes more of the file from an offset on; what lay behind it goes.
   * @throws Refusal 413 `roster-too-large`
   */
  async receive(job: ImportJob, offset: number, bytes: Readable): Promise<void> {
    const file = await open(this.rosterFile(job), offset === 0 ? 'w' : 'r+', 0o600);
    await file.truncate(offset);
    // Where this fails, the request is not destroyed with it: its answer still has to find the client.
    await pipeline(
      bytes.iterator({ destroyOnReturn: false }),
      limited(offset),
      createWriteStream('', { fd: file, start: offset, flush: true }),
    );
  }

  /** SHA-256 of the file as it has arrived. */
  digest(job: ImportJob): Promise<string> {
    return digestOf(createReadStream(this.rosterFile(job)));
  }

  /** When something of the file has come last, in milliseconds since 1970. */
  async touchedAt(job: ImportJob): Promise<number> {
    return ((await stat(this.rosterFile(job)).catch(ignoreMissing)) ?? (await stat(this.jobFile(job.importId)))).mtimeMs;
  }

  async drop(job: ImportJob): Promise<void> {
    await rm(this.rosterFile(job), { force: true });
  }

  /** All of it: there has never been such an import. */
  async remove({ importId }: ImportJob): Promise<void> {
    await rm(this.home(importId), { recursive: true, force: true });
  }

  /** The path carries the name: findings show it to people. */
  rosterFile({ importId, name }: ImportJob): string {
    return join(this.home(importId), 'file', name);
  }

  async makeHome({ importId }: ImportJob): Promise<void> {
    await mkdir(join(this.home(importId), 'file'), { recursive: true, mode: 0o700 });
  }

  private jobFile(importId: string): string {
    return join(this.home(importId), 'job.json');
  }

  private home(importId: string): string {
    return join(this.directory, importId);
  }
}

/**
 * SHA-256 of a file that is sent, without keeping it.
 * @throws Refusal 413 `roster-too-large`
 */
export async function digestOf(bytes: Readable): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(bytes, limited(0), hash);
  return hash.digest('hex');
}

function limited(offset: number): Limited {
  return new Limited(ROSTER_LIMIT - offset, () => new HttpRefusal(413, 'roster-too-large', { params: { max: ROSTER_LIMIT } }));
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
