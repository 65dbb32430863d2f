import { describe, expect, it } from '@jest/globals';
import { estimatedRows, sampleOf, SAMPLE } from './row-estimate.js';

describe('how many rows a table has', () => {
  it('is judged by its beginning', () => {
    const line = '李欣怡,430482201103050025\r\n';
    const text = Buffer.from(line.repeat(40));
    expect(estimatedRows(text.subarray(0, Buffer.byteLength(line) * 10), text.length, 'line')).toBe(40);
    expect(estimatedRows(Buffer.from('<row r="1"/><row r="2"/>'), 240, 'xml-row')).toBe(20);
  });

  it('is not said of what has no row in its beginning', () => {
    expect(estimatedRows(Buffer.from('PK'), 1_000, 'line')).toBeUndefined();
    expect(estimatedRows(Buffer.alloc(0), 0, 'xml-row')).toBeUndefined();
  });

  it('needs no more of the source than the beginning', async () => {
    let read = 0;
    async function* endless() {
      for (;;) {
        read += 1;
        yield Buffer.alloc(64 * 1024);
      }
    }
    expect((await sampleOf(endless())).length).toBe(SAMPLE);
    expect(read).toBe(SAMPLE / (64 * 1024));
  });
});
