import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { Refusal } from '#kernel';

const shape = z.object({ storeId: z.uuid() });

/** Which log an installation knows: a file of its data directory, so that another one is noticed before anything is written into it. */
export class KnownLog {
  constructor(private readonly file: string) {}

  /** @throws Refusal `unavailable`/`log-replaced` if the installation knows another log than this one; undefined: there is none yet */
  async mustBe(storeId: string | undefined): Promise<void> {
    const known = await this.read();
    if (known !== undefined && known !== storeId) throw new Refusal('unavailable', 'log-replaced');
  }

  /** From now on this is the log. */
  async note(storeId: string): Promise<void> {
    if ((await this.read()) === storeId) return;
    const beside = `${this.file}.${process.pid}`;
    await writeFile(beside, `${JSON.stringify({ storeId })}\n`, { mode: 0o600 });
    await rename(beside, this.file);
  }

  private async read(): Promise<string | undefined> {
    try {
      return shape.parse(JSON.parse(await readFile(this.file, 'utf8'))).storeId;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw new Refusal('unavailable', 'log-known-unreadable');
    }
  }
}
