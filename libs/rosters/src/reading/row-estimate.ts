/** Bytes from the beginning of a table by which the whole is judged. */
export const SAMPLE = 256 * 1024;

const LINE_END = 0x0a;

/** How often a row begins, counted in bytes: a line end in text, `<row` in a worksheet. */
export type RowMark = 'line' | 'xml-row';

/** How many rows a table of so many bytes has, judged by its beginning; undefined if that has none. */
export function estimatedRows(sample: Uint8Array, bytes: number, mark: RowMark): number | undefined {
  const rows = mark === 'line' ? countOf(sample, Buffer.of(LINE_END)) : countOf(sample, Buffer.from('<row '));
  return rows === 0 ? undefined : Math.round((rows * bytes) / sample.length);
}

function countOf(sample: Uint8Array, mark: Buffer): number {
  const bytes = Buffer.from(sample.buffer, sample.byteOffset, sample.length);
  let count = 0;
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + mark.length)) count += 1;
  return count;
}

/** The first bytes of a source, at most {@link SAMPLE}. */
export async function sampleOf(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= SAMPLE) break;
  }
  return Buffer.concat(chunks);
}
