import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Homes, NamedProjection, OpenDatabase } from '../read-store.js';
import { SqliteHome } from './sqlite-home.js';

const BUILDING = /\.(\d+)\.building(-journal|-wal|-shm)?$/;

/** Places that this process is building at, of whatever view; those of others are told by whether their process runs. */
const ours = new Set<string>();

/**
 * The homes of one version of a projection as files in a directory: `<view>-v<version>.db`, after a rebuild
 * `<view>-v<version>.g<generation>.db`. A small file names the generation that serves and is replaced as a whole.
 */
export class SqliteHomes implements Homes {
  private readonly base: string;
  private readonly pointer: string;

  constructor(
    private readonly directory: string,
    private readonly projection: NamedProjection,
  ) {
    this.base = `${projection.name}-v${projection.version}`;
    this.pointer = join(directory, `${this.base}.serving`);
  }

  /** Read anew every time: another process may have rebuilt. */
  serving(): number {
    try {
      return Number(readFileSync(this.pointer, 'utf8')) || 0;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
      throw error;
    }
  }

  database(generation: number): OpenDatabase {
    return (ready) => new SqliteHome(this.file(generation), ready);
  }

  async reserve(): Promise<string> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    for (const file of await readdir(this.directory)) {
      if (isAbandoned(this.directory, file)) await rm(join(this.directory, file), { force: true });
    }
    const place = join(this.directory, `${this.projection.name}.${randomBytes(6).toString('hex')}.${process.pid}.building`);
    ours.add(place);
    return place;
  }

  /** Of two rebuilds at the same time the later to end has the last word. */
  async serve(place: string): Promise<void> {
    await flush(place);
    const generation = this.serving() + 1;
    await rename(place, this.file(generation));
    ours.delete(place);
    await this.point(generation);
    await this.removeOthers(generation);
  }

  async discard(place: string): Promise<void> {
    await rm(place, { force: true });
    ours.delete(place);
  }

  private file(generation: number): string {
    return join(this.directory, generation === 0 ? `${this.base}.db` : `${this.base}.g${generation}.db`);
  }

  private async point(generation: number): Promise<void> {
    const written = `${this.pointer}.${generation}`;
    const file = await open(written, 'w', 0o600);
    await file.writeFile(String(generation));
    await file.sync();
    await file.close();
    await rename(written, this.pointer);
  }

  /** Who has an old home open goes on reading it until they look again. */
  private async removeOthers(serving: number): Promise<void> {
    const pattern = new RegExp(`^${this.base}(?:\\.g(\\d+))?\\.db$`);
    for (const name of await readdir(this.directory)) {
      const found = pattern.exec(name);
      const generation = Number(found?.[1] ?? 0);
      // A later one is a rebuild that somebody has begun since.
      if (found === null || generation >= serving) continue;
      for (const suffix of ['', '-wal', '-shm', '-journal']) await rm(`${this.file(generation)}${suffix}`, { force: true });
    }
  }
}

/** Whether a file was left by a builder that is no more. A process may bear the number of one that has died. */
function isAbandoned(directory: string, file: string): boolean {
  const [, builder, beside = ''] = BUILDING.exec(file) ?? [];
  if (builder === undefined) return false;
  const place = join(directory, file.slice(0, file.length - beside.length));
  return Number(builder) === process.pid ? !ours.has(place) : !isRunning(Number(builder));
}

function isRunning(pid: number): boolean {
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
