import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** A file in the archive, whose contents come piece by piece. */
export interface ZipEntry {
  readonly name: string;
  readonly content: AsyncIterable<Buffer> | Iterable<Buffer>;
}

/** An archive of the same contents is the same: its files are of the first day that the format knows. */
const MTIME = new Date(1980, 0, 1);

/** A ZIP archive as a stream. An entry is asked for when the one before has been read, and packed no further than the archive is read. */
export async function* zipOf(entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>): AsyncGenerator<Buffer> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const content: { current?: Readable } = {};
  const fed = feed(zip, entries, content);
  // Whoever reads learns of it from the archive.
  fed.catch((error: Error) => output.destroy(error));
  try {
    yield* output as AsyncIterable<Buffer>;
    await fed;
  } finally {
    // Who stops reading ends the contents too.
    content.current?.destroy();
    output.destroy();
  }
}

async function feed(zip: ZipFile, entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>, content: { current?: Readable }): Promise<void> {
  for await (const entry of entries) {
    content.current = Readable.from(entry.content, { objectMode: false });
    zip.addReadStream(content.current, entry.name, { mtime: MTIME });
    await finished(content.current);
  }
  zip.end();
}
