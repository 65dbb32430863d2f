import { execFile } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { constants, deflateRawSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import { workbook } from '../../libs/rosters/src/testing/zip.js';
import { ROOT } from '../support/command-line.js';

const MEGABYTE = 1024 ** 2;
/** What the program may hold in objects, and altogether, in megabytes: a reader that holds a file of 100 MB breaks both. */
const OBJECTS = 64;
const ALTOGETHER = 300;

const HEADER = '姓名,身份证号,救助类别,状态,备注';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'countersign-hostile-'));

afterAll(() => rmSync(folder, { recursive: true }));

interface Told {
  readonly rows: number;
  readonly problems: number;
  /** Of the refusal, if it was refused. */
  readonly code?: string;
  readonly peakMegabytes: number;
}

/** Reads a file in a process that has little memory. */
async function read(content: string | Buffer): Promise<Told> {
  const file = join(folder, 'hostile');
  writeFileSync(file, content);
  return readFileOf(file);
}

async function readFileOf(file: string): Promise<Told> {
  const node = join(ROOT, 'node_modules/.bin/node');
  const { stdout } = await run(node, [`--max-old-space-size=${OBJECTS}`, join(ROOT, 'test/faults/support/read-roster.mjs'), file]);
  return JSON.parse(stdout) as Told;
}

/** A workbook whose one sheet is blanks, so many megabytes of them, packed a thousand times smaller: one block, again and again. */
function bomb(megabytes: number, said = megabytes * MEGABYTE): Buffer {
  const block = Buffer.alloc(MEGABYTE, ' ');
  const packed = deflateRawSync(block, { finishFlush: constants.Z_FULL_FLUSH });
  const blocks = Buffer.concat([...Array.from({ length: megabytes }, () => packed), deflateRawSync(Buffer.alloc(0))]);
  return workbook([{ xml: '' }], { 'xl/worksheets/s0.xml': { packed: blocks, unpacked: said } });
}
describe('a roster that is made to take the machine down', () => {
  it('of 100 MB is read', async () => {
    const file = join(folder, 'large.csv');
    const note = 'x'.repeat(9_000);
    function* rows() {
      yield `${HEADER}\n`;
      for (let row = 0; row < 11_700; row += 1) yield `张三,430482201103050025,低保,在享,${note}\n`;
    }
    await pipeline(Readable.from(rows()), createWriteStream(file));
    expect(statSync(file).size).toBeGreaterThan(100 * MEGABYTE);
    const told = await readFileOf(file);
    expect(told).toMatchObject({ rows: 11_700, problems: 0 });
    expect(told.peakMegabytes).toBeLessThan(ALTOGETHER);
  }, 120_000);

  it.each([
    ['with a million columns', 'too-many-columns', () => `${HEADER}${',x'.repeat(1_000_000)}\n`],
    [
      'with a thousand columns in a row of data',
      'too-many-columns',
      () => `${HEADER}\n张三,430482201103050025,低保,在享${',x'.repeat(1_000)}\n`,
    ],
    ['of one line without end', 'roster-csv', () => 'x'.repeat(20 * MEGABYTE)],
    ['of one quoted text without end', 'roster-mostly-unread', () => `${HEADER}\n"${'x\n'.repeat(10 * MEGABYTE)}`],
    ['named .xlsx that unpacks to more than a gigabyte', 'too-large', () => bomb(1_100)],
    ['named .xlsx that says it unpacks to little, and does not', 'broken-xlsx', () => bomb(1_100, 10)],
  ])('%s is refused: %s', async (_name, code, content) => {
    const told = await read(content());
    expect(told.code).toBe(code);
    expect(told.peakMegabytes).toBeLessThan(ALTOGETHER);
  });
});
