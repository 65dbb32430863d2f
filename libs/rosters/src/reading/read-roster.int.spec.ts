import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mappings } from '../mappings/index.js';
import { workbook } from '../testing/zip.js';
import { openRoster, type ReadRows } from './read-roster.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rosters-read-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const HEADER = ['户编号', '户主姓名', '姓名', '性别', '证件号码', '乡镇', '行政村', '村民小组'];
const PERSON = ['4304821012011005', '刘雨娟', '刘志林', '男', '430482201207040155', '柏坊镇', '斗岭村', '5组'];
const OTHER = ['4304821012011005', '刘雨娟', '何美成', '女', '430482201103050025', '柏坊镇', '斗岭村', '5组'];

async function read(content: Buffer | string): Promise<ReadRows> {
  const path = join(folder, 'roster');
  writeFileSync(path, content);
  const all = { rows: [] as ReadRows['rows'][number][], problems: [] as ReadRows['problems'][number][] };
  for await (const { rows, problems } of (await openRoster(path, mappings)).rows('2020-09-01')) {
    all.rows.push(...rows);
    all.problems.push(...problems);
  }
  return all;
}

const text = (ref: string, value: string) => `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`;
const row = (line: number, cells: readonly string[]) =>
  `<row r="${line}">${cells.map((cell, index) => (cell.startsWith('<') ? cell : text(`${String.fromCharCode(65 + index)}${line}`, cell))).join('')}</row>`;

function book(rows: readonly (readonly string[])[], merged: readonly string[] = []): Buffer {
  const data = rows.map((cells, index) => row(index + 1, cells)).join('');
  const blocks = merged.map((ref) => `<mergeCell ref="${ref}"/>`).join('');
  return workbook([{ xml: `<sheetData>${data}</sheetData>${blocks === '' ? '' : `<mergeCells>${blocks}</mergeCells>`}` }]);
}

const csv = (...rows: readonly (readonly string[])[]) =>
  rows.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n');
const told = ({ problems }: ReadRows) => problems.map(({ line, column, reason }) => [line, column, reason]);
const with_ = (changes: Readonly<Record<number, string>>) => PERSON.map((cell, index) => changes[index] ?? cell);

describe('cells of one row that are merged', () => {
  it('are told of, but for the first of them, and nothing else of the row is lost', async () => {
    const found = await read(book([HEADER, PERSON, OTHER], ['B2:D2']));
    expect(told(found)).toEqual([
      [2, '姓名', 'covered-cell'],
      [2, '性别', 'covered-cell'],
    ]);
    expect(found.rows.map(({ idNumber, facts }) => [idNumber, facts.village])).toEqual([
      ['430482201207040155', '斗岭村'],
      ['430482201103050025', '斗岭村'],
    ]);
  });

  it('are told of also where there is nothing in them', async () => {
    const empty = with_({ 6: '<c r="G2"/>', 7: '<c r="H2"/>' });
    expect(told(await read(book([HEADER, empty, OTHER], ['F2:H2'])))).toEqual([
      [2, '行政村', 'covered-cell'],
      [2, '村民小组', 'covered-cell'],
    ]);
  });

  it('do no harm in titles, in headers that repeat, in lines below, and beside what is read', async () => {
    const foot = ['制表人：刘雨娟'];
    const found = await read(book([['柏坊镇名册'], HEADER, PERSON, HEADER, OTHER, foot], ['A1:H1', 'B4:D4', 'A6:H6', 'H3:J3']));
    expect(found.rows).toHaveLength(2);
    expect(told(found)).toEqual([[6, '证件号码', 'value-missing']]);
  });
});

describe('a truth value', () => {
  const truth = (ref: string, value: 0 | 1) => `<c r="${ref}" t="b"><v>${value}</v></c>`;

  it('is no text', async () => {
    const found = await read(book([HEADER, with_({ 1: truth('B2', 1), 6: truth('G2', 0), 3: truth('D2', 1) }), OTHER]));
    expect(told(found)).toEqual([
      [2, '户主姓名', 'boolean-cell'],
      [2, '性别', 'boolean-cell'],
      [2, '行政村', 'boolean-cell'],
    ]);
    expect(found.rows[0]?.facts).not.toHaveProperty('village');
    expect(found.problems.map(({ value }) => value)).toEqual(['TRUE', 'TRUE', 'FALSE']);
  });

  it('is no number of anybody', async () => {
    const found = await read(book([HEADER, with_({ 4: truth('E2', 1) }), OTHER]));
    expect(told(found)).toEqual([[2, '证件号码', 'boolean-cell']]);
    expect(found.rows).toHaveLength(1);
  });
});

describe('a cell in which there is nothing to read', () => {
  it.each(["'", '’', '=""', '="　"', 'ㅤ', '\u{e0041}', '\u0301', '\u202e\u202c', '\ufe0f', '\u2800'])('%j is empty', async (nothing) => {
    const found = await read(csv(HEADER, with_({ 1: nothing, 6: nothing }), OTHER));
    expect(found.problems).toEqual([]);
    expect(found.rows[0]?.facts).toMatchObject({ name: '刘志林', group: '5组' });
    expect(found.rows[0]?.facts).not.toHaveProperty('headName');
    expect(found.rows[0]?.facts).not.toHaveProperty('village');
  });

  it.each([`刘${'\u0301'.repeat(20)}雨`, '刘\ufffc雨'])('%j is reported', async (harmful) => {
    expect(told(await read(csv(HEADER, with_({ 1: harmful }), OTHER)))).toEqual([[2, '户主姓名', 'broken-characters']]);
  });

  it.each(['刘\u202e雨娟\u202c', '刘雨\u{e0041}\u{e007f}娟', '刘雨\ufe0f娟', '\u2067刘雨娟\u2069', '刘\ufdd0雨娟\uffff'])(
    '%j is 刘雨娟',
    async (hidden) => {
      const found = await read(csv(HEADER, with_({ 1: hidden }), OTHER));
      expect(found.rows[0]).toMatchObject({ facts: { headName: '刘雨娟' }, notes: ['invisible'] });
      expect(found.problems).toEqual([]);
    },
  );
});

it.each(['199\u200b0012\ufe0f3489', '１９９００１２３４８９\ufeff', "'19900123489", '\u202a19900123489\u202c'])(
  'the phone %j is 19900123489',
  async (phone) => {
    const header = ['学校标识码', '学段', '姓名', '身份证件号', '监护人电话'];
    const found = await read(csv(header, ['3043482007', '小学', '刘志林', '430482201207040155', phone]));
    expect(found).toMatchObject({ rows: [{ facts: { guardianPhone: '19900123489' } }], problems: [] });
  },
);
