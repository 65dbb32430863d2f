import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { Refusal } from '#kernel';
import { LIMITS } from '../limits.js';
import { unreadable } from '../unreadable.js';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
/** A comment may follow the end of the directory. */
const LONGEST_TAIL = 65_535 + END_BYTES;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;

interface ZipEntry {
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly offset: number;
}

/** A ZIP archive, read from its directory; each entry is streamed. What is unpacked is counted while it comes, not believed. */
export class ZipArchive {
  private constructor(
    private readonly path: string,
    private readonly entries: ReadonlyMap<string, ZipEntry>,
  ) {}

  /** @throws Refusal `unreadable`/`broken-xlsx` */
  static async open(path: string): Promise<ZipArchive> {
    const file = await open(path);
    try {
      return new ZipArchive(path, await readDirectory(file));
    } finally {
      await file.close();
    }
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /**
   * The unpacked bytes of an entry.
   * @param limit bytes that it may have unpacked
   * @throws Refusal `unreadable`: `broken-xlsx`, `too-large`
   */
  async *read(name: string, limit: number): AsyncGenerator<Buffer> {
    const entry = this.entries.get(name);
    if (entry === undefined) throw unreadable('broken-xlsx', { reason: 'part-missing' });
    if (entry.unpacked > limit) throw unreadable('too-large', { limit });
    let size = 0;
    let crc = 0;
    try {
      for await (const chunk of await this.unpacked(entry)) {
        size += chunk.length;
        if (size > limit) throw unreadable('too-large', { limit });
        crc = crc32(chunk, crc);
        yield chunk;
      }
    } catch (error) {
      throw error instanceof Refusal ? error : unreadable('broken-xlsx', { reason: 'unpacking' });
    }
    if (crc !== entry.crc) throw unreadable('broken-xlsx', { reason: 'checksum' });
  }

  private async unpacked({ method, packed, offset }: ZipEntry): Promise<AsyncIterable<Buffer>> {
    if (packed === 0) return [] as unknown as AsyncIterable<Buffer>;
    const start = await this.dataStart(offset);
    const raw = createReadStream(this.path, { start, end: start + packed - 1 });
    if (method === STORED) return raw;
    // Errors of either end come out of the iteration.
    return pipeline(raw, createInflateRaw(), () => undefined);
  }

  private async dataStart(offset: number): Promise<number> {
    const file = await open(this.path);
    try {
      const header = await bytesAt(file, offset, LOCAL_BYTES);
      if (header.readUInt32LE(0) !== LOCAL_HEADER) throw unreadable('broken-xlsx', { reason: 'directory' });
      return offset + LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
    } finally {
      await file.close();
    }
  }
}

async function readDirectory(file: FileHandle): Promise<ReadonlyMap<string, ZipEntry>> {
  const { size } = await file.stat();
  const length = Math.min(size, LONGEST_TAIL);
  const tail = await bytesAt(file, size - length, length);
  let end = length - END_BYTES;
  while (end >= 0 && tail.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1;
  if (end < 0) throw unreadable('broken-xlsx', { reason: 'truncated' });
  const count = tail.readUInt16LE(end + 10);
  const bytes = tail.readUInt32LE(end + 12);
  const offset = tail.readUInt32LE(end + 16);
  if (count > LIMITS.entries || bytes > size || offset > size) throw unreadable('broken-xlsx', { reason: 'directory' });
  return entriesIn(await bytesAt(file, offset, bytes), count);
}

function entriesIn(directory: Buffer, count: number): ReadonlyMap<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>();
  for (let at = 0, index = 0; index < count; index += 1) {
    if (at + ENTRY_BYTES > directory.length || directory.readUInt32LE(at) !== DIRECTORY_ENTRY) {
      throw unreadable('broken-xlsx', { reason: 'directory' });
    }
    const nameLength = directory.readUInt16LE(at + 28);
    const name = directory.toString('utf8', at + ENTRY_BYTES, at + ENTRY_BYTES + nameLength);
    const method = directory.readUInt16LE(at + 10);
    if ((directory.readUInt16LE(at + 8) & ENCRYPTED) !== 0) throw unreadable('encrypted-file');
    if (method !== STORED && method !== DEFLATED) throw unreadable('broken-xlsx', { reason: 'method' });
    entries.set(name.replace(/^\//, ''), {
      method,
      crc: directory.readUInt32LE(at + 16),
      packed: directory.readUInt32LE(at + 20),
      unpacked: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    });
    at += ENTRY_BYTES + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** @throws Refusal `unreadable`/`broken-xlsx` if the file is shorter */
async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  if (bytesRead < length) throw unreadable('broken-xlsx', { reason: 'truncated' });
  return buffer;
}
