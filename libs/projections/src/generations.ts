import { readFileSync } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Projection } from './projection.js';

type Named = Pick<Projection<unknown>, 'name' | 'version'>;

/**
 * Which home of a projection serves. A rebuild makes a home of the next generation beside the serving one; a small file names the generation
 * that serves and is replaced as a whole, so every process sees the old home or the new one, never half of one.
 */
export class Generations {
  private readonly base: string;
  private readonly pointer: string;

  constructor(
    private readonly directory: string,
    { name, version }: Named,
  ) {
    this.base = `${name}-v${version}`;
    this.pointer = join(directory, `${this.base}.serving`);
  }

  /** The generation that serves; 0 until there has been a rebuild. Read anew every time: another process may have rebuilt. */
  serving(): number {
    try {
      return Number(readFileSync(this.pointer, 'utf8')) || 0;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
      throw error;
    }
  }

  /** The database file of a generation. */
  file(generation: number): string {
    return join(this.directory, generation === 0 ? `${this.base}.db` : `${this.base}.g${generation}.db`);
  }

  /** From now on a generation serves, durably; homes of other generations are removed. */
  async serve(generation: number): Promise<void> {
    if (generation <= this.serving()) return;
    const written = `${this.pointer}.${generation}`;
    const file = await open(written, 'w', 0o600);
    await file.writeFile(String(generation));
    await file.sync();
    await file.close();
    await rename(written, this.pointer);
    await this.removeOthers(generation);
  }

  /** Removes a home that does not serve, with what belongs to it. */
  async remove(generation: number): Promise<void> {
    if (generation === this.serving()) return;
    for (const suffix of ['', '-wal', '-shm', '-journal']) await rm(`${this.file(generation)}${suffix}`, { force: true });
  }

  /** Who has an old home open goes on reading it until they look again. */
  private async removeOthers(serving: number): Promise<void> {
    const pattern = new RegExp(`^${this.base}(?:\\.g(\\d+))?\\.db$`);
    for (const file of await readdir(this.directory)) {
      const found = pattern.exec(file);
      const generation = Number(found?.[1] ?? 0);
      // A later one is a rebuild that somebody has begun since.
      if (found !== null && generation < serving) await this.remove(generation);
    }
  }
}
