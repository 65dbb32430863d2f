import { crc32 } from 'node:zlib';
import { openPromise, type Entry } from 'yauzl';
import { Refusal } from '#kernel';
import { LIMITS } from '../limits.js';
import { unreadable } from '../unreadable.js';

const STORED = 0;
const DEFLATED = 8;

/** What comes out is counted against a limit and compared with the directory here, so that a bomb is told from a broken file. */
const OPTIONS = { autoClose: false, validateEntrySizes: false } as const;

/** A ZIP archive, read from its directory; each entry is streamed. What is unpacked is counted while it comes, not believed. */
export class ZipArchive {
  private constructor(
    private readonly path: string,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** @throws Refusal `unreadable`: `broken-xlsx`, `encrypted-file` */
  static async open(path: string): Promise<ZipArchive> {
    try {
      return new ZipArchive(path, await entriesOf(path));
    } catch (error) {
      throw refusalOf(error, 'directory');
    }
  }

  has(name: string): boolean {
    return this.entries.has(keyOf(name));
  }

  /** Names of all entries as they are found by: see {@link keyOf}. */
  get names(): readonly string[] {
    return [...this.entries.keys()];
  }

  /** How many bytes an entry unpacks to, as the directory says; 0 for none. */
  sizeOf(name: string): number {
    return this.entries.get(keyOf(name))?.uncompressedSize ?? 0;
  }

  /**
   * The unpacked bytes of an entry.
   * @param limit bytes that it may have unpacked
   * @throws Refusal `unreadable`: `broken-xlsx`, `too-large`
   */
  async *read(name: string, limit: number): AsyncGenerator<Buffer> {
    const entry = this.entries.get(keyOf(name));
    if (entry === undefined) throw unreadable('broken-xlsx', { reason: 'part-missing' });
    if (entry.uncompressedSize > limit) throw unreadable('too-large', { limit });
    let size = 0;
    let crc = 0;
    try {
      for await (const chunk of this.unpacked(entry)) {
        size += chunk.length;
        if (size > limit) throw unreadable('too-large', { limit });
        // A bomb may say that it is small: it goes no further than it says.
        if (size > entry.uncompressedSize) throw unreadable('broken-xlsx', { reason: 'checksum' });
        crc = crc32(chunk, crc);
        yield chunk;
      }
    } catch (error) {
      throw refusalOf(error, 'unpacking');
    }
    if (crc !== entry.crc32 || size !== entry.uncompressedSize) throw unreadable('broken-xlsx', { reason: 'checksum' });
  }

  /** The file is open only as long as somebody reads. */
  private async *unpacked(entry: Entry): AsyncGenerator<Buffer> {
    if (entry.compressedSize === 0) return;
    const archive = await openPromise(this.path, OPTIONS);
    try {
      yield* (await archive.openReadStreamPromise(entry)) as AsyncIterable<Buffer>;
    } finally {
      archive.close();
    }
  }
}

async function entriesOf(path: string): Promise<ReadonlyMap<string, Entry>> {
  const archive = await openPromise(path, OPTIONS);
  try {
    if (archive.entryCount > LIMITS.entries) throw unreadable('broken-xlsx', { reason: 'directory' });
    const entries = new Map<string, Entry>();
    for await (const entry of archive.eachEntry()) {
      if (entry.isEncrypted()) throw unreadable('encrypted-file');
      if (![STORED, DEFLATED].includes(entry.compressionMethod)) throw unreadable('broken-xlsx', { reason: 'method' });
      entries.set(keyOf(entry.fileName), entry);
    }
    return entries;
  } finally {
    archive.close();
  }
}

/** Names of parts are compared without case and percent-decoded (ECMA-376 part 2, 6.2.2); some programs write back slashes. */
function keyOf(name: string): string {
  const path = name.replaceAll('\\', '/').replace(/^\/+/, '');
  return decoded(path).toLowerCase();
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** A disk that fails is no broken workbook. */
function refusalOf(error: unknown, reason: string): unknown {
  if (error instanceof Refusal || (error as NodeJS.ErrnoException).syscall !== undefined) return error;
  return unreadable('broken-xlsx', { reason });
}
