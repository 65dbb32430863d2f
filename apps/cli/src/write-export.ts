import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '#kernel';
import type { ExportFile } from '#statistics';

/**
 * Writes an export to a file as it is made; for its owner only, because lists hold personal data.
 * @throws Refusal `invalid`/`cannot-write`
 */
export async function writeExport(path: string, { bytes }: Pick<ExportFile, 'bytes'>): Promise<void> {
  try {
    await pipeline(bytes, createWriteStream(path, { mode: 0o600 }));
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw new Refusal('invalid', 'cannot-write', { params: { code: code ?? '' } });
  }
}
