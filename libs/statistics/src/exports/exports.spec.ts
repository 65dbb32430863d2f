import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import type { QueryBus } from '@nestjs/cqrs';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import type { Directory, DirectoryReader } from '#directory';
import { ListStudents, type ListedStudent, type StudentQuestion } from '#records';
import { UnitCounts, type UnitCountsAnswer } from '../unit-counts.js';
import { csvOf } from './csv.js';
import { Exports } from './exports.js';
import type { Cell } from './table.js';
import { xlsxOf } from './xlsx/xlsx.js';

const bytesOf = (bytes: AsyncIterable<Uint8Array>) => buffer(Readable.from(bytes));

/** The worksheets of a workbook, as another program reads them. */
async function sheetsOf(bytes: AsyncIterable<Uint8Array>): Promise<Record<string, unknown[][]>> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load((await bytesOf(bytes)) as unknown as ArrayBuffer);
  return Object.fromEntries(
    workbook.worksheets.map((sheet) => {
      const rows: unknown[][] = [];
      sheet.eachRow((row) => rows.push((row.values as unknown[]).slice(1)));
      return [sheet.name, rows];
    }),
  );
}

describe('CSV', () => {
  const text = async (rows: Cell[][]) => (await bytesOf(csvOf({ name: '', columns: ['姓名', 'n'], rows }))).toString();

  it('begins with the byte order mark and keeps what stands in quotes, lines and commas', async () => {
    expect(
      await text([
        ['张"小"花,\n三组', 1.5],
        [null, -3],
      ]),
    ).toBe('\uFEFF姓名,n\r\n"张""小""花,\n三组",1.5\r\n,-3\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1+1', '＋1', '－1', '＠SUM(A1)', '﹦1'])(
    'shows %j instead of computing it',
    async (formula) => {
      expect((await text([[formula, 0]])).split('\r\n')[1]).toMatch(/^"?'/);
    },
  );

  it('keeps long numbers that are texts as texts', async () => {
    expect(await text([['430482201203041232', 0]])).toContain('"\t430482201203041232",0');
  });

  it.each(['430482', '4304820101', '430482100', '430482100201', '43048220120304123X'])(
    'writes %s as it stands, to be found again',
    async (code) => {
      expect((await text([[code, 0]])).split('\r\n')[1]).toBe(`${code},0`);
    },
  );
});

describe('XLSX', () => {
  it('is read by others as it was written', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 12 }).map((value) => `字${value}`);
    const row = fc.tuple(text, fc.oneof(fc.integer(), fc.constant(null)), text);
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 9 }), async (rows) => {
        const sheets = await sheetsOf(xlsxOf({ name: '名单', columns: ['甲', '乙', '丙'], rows }));
        const shown = (cell: Cell) => (cell === null ? undefined : cell);
        expect(sheets).toEqual({ 名单: [['甲', '乙', '丙'], ...rows.map((cells) => cells.map(shown))] });
      }),
      { numRuns: 30 },
    );
  });

  it('keeps a text that looks like a formula, or like markup, a text', async () => {
    const rows = [['=HYPERLINK("x")', '<a>&"\u0001\uD800', '430482201203041232']];
    const sheets = await sheetsOf(xlsxOf({ name: 'a/b', columns: ['x', 'y', 'z'], rows }));
    expect(sheets['a b']?.[1]).toEqual([`'=HYPERLINK("x")`, '<a>&"', '430482201203041232']);
  });

  it.each([
    [0, 1],
    [9, 1],
    [10, 2],
    [18, 2],
    [19, 3],
  ])('of %d rows goes on in the next worksheet: %d in all', async (count, sheets) => {
    const rows = Array.from({ length: count }, (_, n) => [n]);
    const read = await sheetsOf(xlsxOf({ name: 's', columns: ['n'], rows }, 10));
    expect(Object.keys(read)).toEqual(['s', 's 2', 's 3'].slice(0, sheets));
    expect(Object.values(read).flatMap((sheet) => sheet.slice(1).flat())).toEqual(rows.flat());
  });
});

describe.each([
  ['csv', csvOf],
  ['xlsx', xlsxOf],
] as const)('%s', (_format, write) => {
  it('takes rows only as fast as it is read, and ends them when nobody reads on', async () => {
    const seen = { rows: 0, ended: false };
    async function* endless(): AsyncGenerator<Cell[]> {
      try {
        for (;;) {
          seen.rows += 1;
          yield [`${seen.rows} ${'名'.repeat(200)}${Math.sin(seen.rows)}`];
        }
      } finally {
        seen.ended = true;
      }
    }
    const bytes = write({ name: 's', columns: ['n'], rows: endless() })[Symbol.asyncIterator]();
    for (let n = 0; n < 3; n += 1) expect((await bytes.next()).done).toBe(false);
    // What stands in the buffers on the way, and no more.
    for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(seen.rows).toBeLessThan(20_000);
    await bytes.return?.(undefined);
    for (let turn = 0; turn < 100 && !seen.ended; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(seen.ended).toBe(true);
  });
});

const student: ListedStudent = {
  recordId: '00000000-0000-4000-8000-000000000001-2020-2021',
  name: '张小花',
  idNumber: '430482************',
  sex: 'female',
  birthDate: '2012-03-04',
  village: '430482100201',
  school: '4304820101',
  stage: 'primary',
  grade: 2,
  categories: ['registered', 'disabled'],
  status: 'in-review',
  line: { household: 'signed:village', enrolment: 'collecting' },
};

describe('Exports', () => {
  const asked: StudentQuestion[] = [];
  const answer = {
    unit: { code: '430482', name: '常宁市', level: 'county' },
    cycle: '2020-2021',
    asOf: { position: '9', time: '2020-09-01T00:00:00.000Z' },
    students: 3,
    byStatus: { collecting: 3 },
    byCategory: { registered: 3 },
    byStage: {},
    bySex: { male: 3 },
    boarding: 0,
    compulsoryAge: { students: 2, byCategory: {}, bySchool: [{ code: 'unassigned', name: '', students: 1 }], notEnrolled: 1 },
    byTownship: [{ code: '430482100', name: '东镇', students: 3 }],
    bySchool: [],
    unassigned: 0,
    overdue: 1,
    unstaffed: 0,
    errors: 0,
    visits: 4,
    rosters: [{ department: 'education', asOf: '2020-09-01' }],
  } satisfies UnitCountsAnswer;
  const queries = {
    execute: async (query: unknown) => {
      if (query instanceof UnitCounts) return answer;
      asked.push((query as ListStudents).question);
      return { asOf: { position: '0000000000000009', time: '' }, items: [student] };
    },
  } as unknown as QueryBus;
  const directory = {
    region: () => ({ name: '新村' }),
    school: () => ({ name: '东村小学' }),
  } as unknown as Directory;
  const exports = new Exports(queries, { current: async () => directory } as unknown as DirectoryReader);

  it('writes a list for people, all pages as of one moment, masked as they come', async () => {
    const { fileName, contentType, bytes } = await exports.students({ village: '430482100201' }, { format: 'xlsx', language: 'zh' });
    expect([fileName, contentType]).toEqual(['students-0000000000000009.xlsx', expect.stringContaining('spreadsheetml')]);
    expect(await sheetsOf(bytes)).toEqual({
      学生名单: [
        expect.arrayContaining(['姓名', '身份证号']),
        [
          '张小花',
          '430482************',
          '女',
          '2012-03-04',
          '430482100201',
          '新村',
          '4304820101',
          '东村小学',
          '小学',
          2,
          '建档立卡、残疾',
          '审核中',
          '已审：村',
          '采集中',
          student.recordId,
        ],
      ],
    });
    expect(asked.at(-1)).toMatchObject({ village: '430482100201', asOf: '0000000000000009' });
    expect(asked.some(({ clear }) => clear)).toBe(false);
  });

  it('writes the counts of a unit', async () => {
    const { fileName, bytes } = await exports.unit({ code: '430482', level: 'county' }, { format: 'csv', language: 'en' });
    const lines = (await bytesOf(bytes)).toString().split('\r\n');
    expect(fileName).toBe('county-430482-2020-2021.csv');
    expect(lines).toEqual(
      expect.arrayContaining([
        'students,,,3',
        'township,430482100,东镇,3',
        'compulsory age · school,unassigned,unassigned,1',
        'visits,,,4',
        'as of,2020-09-01T08:00:00+08:00,9,',
      ]),
    );
  });

  it('refuses another format before anything is asked', async () => {
    await expect(exports.unit({ code: '430482', level: 'county' }, { format: 'pdf', language: 'zh' })).rejects.toMatchObject({
      code: 'unknown-format',
    });
  });
});
