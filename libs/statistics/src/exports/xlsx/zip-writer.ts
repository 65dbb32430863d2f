import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';

/** A file in the archive, whose contents come piece by piece. */
export interface ZipEntry {
  readonly name: string;
  readonly content: AsyncIterable<Buffer> | Iterable<Buffer>;
}

interface Written {
  readonly name: Buffer;
  readonly offset: number;
  readonly checksum: number;
  readonly packed: number;
  readonly size: number;
}

/** ZIP 2.0: deflate. */
const VERSION = 20;
/** Sizes and checksum follow the contents; names are UTF-8. */
const FLAGS = 0x0808;
const DEFLATED = 8;
/** 1 January 1980, the first day that the format knows: an archive of the same contents is the same. */
const DAY = 0x21;

/**
 * A ZIP archive as a stream (APPNOTE.TXT 6.3): an entry is packed as its contents come, its sizes follow it, and the directory stands at the
 * end. Each entry stays below 4 GiB, which a worksheet of the most rows does.
 */
export async function* zipOf(entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>): AsyncGenerator<Buffer> {
  const written: Written[] = [];
  let offset = 0;
  for await (const { name, content } of entries) {
    const encoded = Buffer.from(name);
    const header = localHeader(encoded);
    yield header;
    const counted = { checksum: 0, size: 0 };
    let packed = 0;
    for await (const chunk of deflated(counting(content, counted))) {
      packed += chunk.length;
      yield chunk;
    }
    const entry = { name: encoded, offset, packed, ...counted };
    const descriptor = descriptorOf(entry);
    yield descriptor;
    written.push(entry);
    offset += header.length + packed + descriptor.length;
  }
  yield directoryOf(written, offset);
}

async function* counting(content: ZipEntry['content'], counted: { checksum: number; size: number }): AsyncGenerator<Buffer> {
  for await (const chunk of content) {
    counted.checksum = crc32(chunk, counted.checksum);
    counted.size += chunk.length;
    yield chunk;
  }
}

/** Packs no further than it is read; who stops reading ends the contents too. */
async function* deflated(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const deflate = createDeflateRaw();
  const done = pipeline(Readable.from(content, { objectMode: true }), deflate);
  // Whoever reads learns of it from `deflate`.
  done.catch(() => undefined);
  yield* deflate as AsyncIterable<Buffer>;
  await done;
}

function localHeader(name: Buffer): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(FLAGS, 6);
  header.writeUInt16LE(DEFLATED, 8);
  header.writeUInt16LE(DAY, 12);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

function descriptorOf({ checksum, packed, size }: Omit<Written, 'name'>): Buffer {
  const descriptor = Buffer.alloc(16);
  descriptor.writeUInt32LE(0x08074b50, 0);
  descriptor.writeUInt32LE(checksum, 4);
  descriptor.writeUInt32LE(packed, 8);
  descriptor.writeUInt32LE(size, 12);
  return descriptor;
}

function directoryOf(entries: readonly Written[], offset: number): Buffer {
  const listed = Buffer.concat(entries.map(listing));
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([listed, end]);
}

function listing({ name, offset, checksum, packed, size }: Written): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(VERSION, 6);
  header.writeUInt16LE(FLAGS, 8);
  header.writeUInt16LE(DEFLATED, 10);
  header.writeUInt16LE(DAY, 14);
  header.writeUInt32LE(checksum, 16);
  header.writeUInt32LE(packed, 20);
  header.writeUInt32LE(size, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, name]);
}
