import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ExcelJS from 'exceljs';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '#kernel';
import { workbook, zip } from '../../testing/zip.js';
import { openTables } from '../open-tables.js';
import type { DataArea, TableRow } from '../table.js';
import { ZipArchive } from './zip.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-xlsx-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function write(content: Buffer): string {
  const path = join(folder, 'file.xlsx');
  writeFileSync(path, content);
  return path;
}

/** The rows of every visible sheet. */
async function rowsOf(path: string, data?: DataArea): Promise<readonly TableRow[][]> {
  const sheets: TableRow[][] = [];
  for (const table of (await openTables(path)).tables) {
    const rows: TableRow[] = [];
    for await (const some of table.rows(data)) rows.push(...some);
    sheets.push(rows);
  }
  return sheets;
}

const cells = (rows: readonly TableRow[] | undefined) => rows?.map(({ line, cells: some }) => [line, ...some]);

async function codeOf(work: Promise<unknown>): Promise<string> {
  const outcome = await work.catch((error: unknown) => error);
  if (outcome instanceof Refusal) return outcome.code;
  throw new Error('it was not refused');
}

const sheet = (rows: string, after = '') => ({ xml: `<sheetData>${rows}</sheetData>${after}` });

describe('a workbook of a spreadsheet program', () => {
  it('is read with its texts, numbers, dates, formulas and gaps; hidden sheets are not', async () => {
    const book = new ExcelJS.Workbook();
    const visible = book.addWorksheet('名册');
    visible.addRow(['标题 <&> "引号"']);
    visible.addRow([]);
    visible.addRow(['430482200512160124', 430482200512160124, new Date('2005-12-16T00:00:00Z'), 20051216]);
    visible.getCell('A4').value = { formula: 'A3', result: '张三' };
    visible.getCell('C4').value = { richText: [{ text: '李' }, { text: '四', font: { bold: true } }] };
    book.addWorksheet('旧', { state: 'hidden' }).addRow(['不读']);
    const [rows, ...others] = await rowsOf(write(Buffer.from(await book.xlsx.writeBuffer())));
    expect(others).toEqual([]);
    expect(cells(rows)).toEqual([
      [1, '标题 <&> "引号"'],
      [3, '430482200512160124', { number: String(430482200512160124) }, '2005-12-16', { number: '20051216' }],
      [4, '张三', undefined, '李四'],
    ]);
  });

  it('is read as it is streamed out by a program, without shared texts', async () => {
    const path = join(folder, 'streamed.xlsx');
    const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path });
    const one = book.addWorksheet('S');
    for (let line = 1; line <= 3_000; line += 1) one.addRow([line, `第${line}行`]).commit();
    await book.commit();
    const [rows] = await rowsOf(path);
    expect(rows).toHaveLength(3_000);
    expect(rows?.[2_999]).toEqual({ line: 3_000, cells: [{ number: '3000' }, '第3000行'] });
  });
});

describe('a workbook that no program makes', () => {
  it.each([
    ['a cell in the millionth column', [sheet('<row r="1"><c r="BDWGN1" t="str"><v>x</v></c></row>')], 'too-many-columns'],
    ['a cell in a column that there cannot be', [sheet(`<row r="1"><c r="${'Z'.repeat(200)}1"><v>1</v></c></row>`)], 'too-many-columns'],
    ['an element without end', [sheet(`<row r="1"><c r="A1" t="str"><v>${'x'.repeat(3_000_000)}`)], 'broken-xlsx'],
    ['entities that grow', [{ xml: '<!DOCTYPE x [<!ENTITY a "aaaa">]><sheetData/>' }], 'broken-xlsx'],
    [
      'people merged into one household',
      [
        sheet(
          '<row r="2"><c r="A2" t="str"><v>x</v></c></row><row r="3"><c r="B3" t="str"><v>y</v></c></row>',
          '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>',
        ),
      ],
      'merged-cells',
    ],
  ] as const)('%s is refused', async (_name, sheets, code) => {
    expect(await codeOf(rowsOf(write(workbook(sheets)), { from: 2, columns: [0, 1] }))).toBe(code);
  });

  it('may hold macros, links and pictures, which nobody looks at', async () => {
    const more = {
      'xl/vbaProject.bin': Buffer.from([0xd0, 0xcf, 0x11, 0xe0]),
      'xl/externalLinks/externalLink1.xml': '<!DOCTYPE x>',
      'xl/media/a.png': 'x',
    };
    const formula = sheet('<row r="1"><c r="A1" t="str"><f>SHELL("rm")</f><v>张三</v></c></row>');
    expect(cells((await rowsOf(write(workbook([formula], more))))[0])).toEqual([[1, '张三']]);
  });

  it.each([
    ['titles', 'A1:F2'],
    ['a signature below all people', 'A4:F5'],
    ['a column that nobody reads', 'D3:D4'],
    ['cells of one row', 'A3:B3'],
  ])('may have merged %s', async (_name, ref) => {
    const row = (line: number, column: string) => `<row r="${line}"><c r="${column}${line}" t="str"><v>x</v></c></row>`;
    const merged = sheet([row(1, 'A'), row(3, 'A'), row(4, 'A')].join(''), `<mergeCells><mergeCell ref="${ref}"/></mergeCells>`);
    expect(await rowsOf(write(workbook([merged])), { from: 3, columns: [0, 1] })).toHaveLength(1);
  });

  it('is refused without a sound archive', async () => {
    const whole = workbook([sheet('<row r="1"><c r="A1" t="str"><v>x</v></c></row>')]);
    expect(await codeOf(rowsOf(write(whole.subarray(0, whole.length - 30))))).toBe('broken-xlsx');
    expect(await codeOf(rowsOf(write(zip({ '[Content_Types].xml': '<Types/>' }))))).toBe('broken-xlsx');
    expect(await codeOf(rowsOf(write(zip({ 'a.txt': 'x' }))))).toBe('is-archive');
  });
});

describe('what unpacks to more than it may', () => {
  const bomb = Buffer.alloc(4_000_000);

  async function read(archive: Buffer): Promise<number> {
    let size = 0;
    for await (const chunk of (await ZipArchive.open(write(archive))).read('bomb', 1_000_000)) size += chunk.length;
    return size;
  }

  it('is refused by what its directory says', async () => {
    expect(await codeOf(read(zip({ bomb })))).toBe('too-large');
  });

  it('is refused by what comes out, if its directory says less', async () => {
    expect(await codeOf(read(zip({ bomb }, { unpacked: 10 })))).toBe('broken-xlsx');
  });
});
