import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { QueryBus } from '@nestjs/cqrs';
import type { Directory, DirectoryReader } from '#directory';
import { digestOf } from '#kernel';
import { Moments } from '#projections';
import type { Sealer } from '#protection';
import { studentAid } from '#student-aid';
import { RecordsView } from '../projections/records-view.js';
import { expectPlan, queryPlan } from '../projections/testing/query-plan.js';
import { rowsOfStudent, searchRows, type SearchColumn } from './search-rows.js';
import type { StudentFilter } from './students.js';
import { CYCLE, OTHER_VILLAGE, RecordHistory, VILLAGE, recordId } from '../projections/testing/record-history.js';
import { IdentityClaims } from '../identity-claims.js';
import { StudentSearch } from './student-search.js';
import { ListStudents, ListStudentsHandler, studentsOf, type StudentQuestion } from './list-students.js';

/** Stands for the keyed index: the same number always has the same name. */
const sealer = { indexOf: (text: string) => digestOf({ text }) } as unknown as Sealer;

let history: RecordHistory;
let handler: ListStudentsHandler;
let view: RecordsView;
beforeEach(() => {
  history = new RecordHistory();
  const runner = history.opened.runner();
  const directory = { region: (code: string) => (code === VILLAGE ? {} : undefined), school: () => undefined } as unknown as Directory;
  const reader: DirectoryReader = { current: async () => directory, asOf: async () => directory };
  const moments = new Moments(runner, history.opened.log, history.opened.clock);
  view = new RecordsView(runner, studentAid);
  const search = new StudentSearch(view, new IdentityClaims(history.opened.log, sealer));
  handler = new ListStudentsHandler(view, moments, studentAid, reader, search);
});
afterEach(() => history.close());

const ask = (question: StudentQuestion) => handler.execute(new ListStudents(question));
const ids = async (question: StudentQuestion) => (await ask(question)).items.map(({ recordId: id }) => id);

async function village(n: number, region: string, categories: readonly string[] = ['registered']) {
  await history.open(n);
  await history.collect(n, 'household', 'household', { region });
  return history.collect(n, 'poverty', 'household', { categories: [...categories] });
}

describe('the list of students', () => {
  it('has the shape that scripts read, with the ID number masked unless it is asked for in clear', async () => {
    await history.open(1);
    await history.collect(1, 'identity', 'household', {
      name: '张小花',
      sex: 'female',
      birthDate: '2012-03-04',
      idNumber: '430482201203041232',
    });
    const student = {
      recordId: recordId(1),
      name: '张小花',
      idNumber: '430482************',
      sex: 'female',
      birthDate: '2012-03-04',
      village: null,
      school: null,
      stage: null,
      grade: null,
      categories: [],
      status: 'collecting',
      line: { household: 'collecting', enrolment: 'collecting' },
    };
    expect((await ask({})).items).toEqual([student]);
    expect((await ask({ clear: true })).items[0]?.idNumber).toBe('430482201203041232');
  });

  it('is narrowed by everything that is asked for together', async () => {
    await village(1, VILLAGE);
    await village(2, VILLAGE, ['disabled']);
    await village(3, OTHER_VILLAGE);
    await history.open(4);
    expect(await ids({ category: 'registered' })).toEqual([1, 3].map(recordId));
    expect(await ids({ village: VILLAGE, category: 'registered', cycle: CYCLE })).toEqual([recordId(1)]);
    expect(await ids({ unassigned: true })).toEqual([recordId(4)]);
  });

  it('leaves closed records out, unless they are asked for', async () => {
    await village(1, VILLAGE);
    await village(2, VILLAGE);
    await history.closeRecord(1);
    expect(await ids({ village: VILLAGE })).toEqual([recordId(2)]);
    expect(await ids({ status: 'closed' })).toEqual([recordId(1)]);
    expect(await ids({ closed: true })).toEqual([1, 2].map(recordId));
  });

  it('shows on later pages what was true when the first was asked for', async () => {
    for (const n of [1, 2, 3, 4, 5]) await village(n, VILLAGE);
    const first = await ask({ village: VILLAGE, limit: 2 });
    await village(6, VILLAGE);
    await history.closeRecord(4);
    const second = await ask({ village: VILLAGE, limit: 2, cursor: first.nextCursor });
    const third = await ask({ village: VILLAGE, limit: 2, cursor: second.nextCursor });
    expect([first, second, third].flatMap(({ items }) => items.map(({ recordId: id }) => id))).toEqual([1, 2, 3, 4, 5].map(recordId));
    expect(third.nextCursor).toBeUndefined();
  });

  it('is given out whole by the iterator', async () => {
    for (const n of [1, 2, 3]) await village(n, VILLAGE);
    const queries = { execute: (query: ListStudents) => handler.execute(query) } as unknown as QueryBus;
    const found: string[] = [];
    for await (const student of studentsOf(queries, { village: VILLAGE })) found.push(student.recordId);
    expect(found).toEqual([1, 2, 3].map(recordId));
  });

  it('can be asked as of a past position', async () => {
    const before = await village(1, VILLAGE);
    await history.collect(1, 'household', 'household', { region: OTHER_VILLAGE });
    expect(await ids({ village: VILLAGE, asOf: before })).toEqual([recordId(1)]);
    expect(await ids({ village: VILLAGE })).toEqual([]);
  });

  it.each<[StudentQuestion, string]>([
    [{ search: '张', asOf: '1' }, 'search-of-now'],
    [{ search: '' }, 'wrong-search'],
    [{ search: '12345' }, 'wrong-search'],
    [{ search: '张', cursor: 'nonsense' }, 'wrong-cursor'],
    [{ village: '430482999999' }, 'unknown-unit'],
    [{ school: '4304829999' }, 'unknown-unit'],
    [{ category: 'rich' }, 'unknown-code'],
    [{ stage: 'university' }, 'unknown-code'],
    [{ status: 'lost' }, 'unknown-code'],
    [{ cycle: '2020' }, 'wrong-cycle'],
    [{ cursor: 'nonsense' }, 'wrong-cursor'],
    [{ limit: 0 }, 'wrong-limit'],
    [{ asOf: '2020-99' }, 'wrong-as-of'],
  ])('refuses %j', async (question, code) => {
    await expect(ask(question)).rejects.toMatchObject({ code });
  });
});

describe('a search', () => {
  const named = async (n: number, name: string, region = VILLAGE) => {
    await history.open(n);
    await history.collect(n, 'identity', 'household', { name });
    return history.collect(n, 'household', 'household', { region });
  };

  beforeEach(async () => {
    await named(1, '单于明');
    await named(2, '张小花');
    await named(3, '张晓华', OTHER_VILLAGE);
    await named(4, '吕绿');
    await named(5, '张小花');
    await named(6, '阿安');
  });

  it.each<[string, number[]]>([
    ['张', [2, 5, 3]],
    ['张小花', [2, 5]],
    ['小花', []],
    ['zhangxiao', [2, 3, 5]],
    ['Zhang Xiao Hua', [2, 3, 5]],
    ['zxh', [2, 3, 5]],
    ['shanyu', [1]],
    ['sym', [1]],
    ['lü lü', [4]],
    ['lvl', [4]],
    ['a', [6]],
    ['430482201203041232', []],
  ])('for %s finds %j', async (search, found) => {
    expect(await ids({ search })).toEqual(found.map(recordId));
  });

  it.each([
    ...['买买提·艾力', '买买提艾力', '买买提.艾力', '买买提 • 艾力', '买买提', '买买提。', "'买买提・艾力", '="买买提·艾力"'],
    ...['买\u200b买提', 'maimaiti', 'mai mai ti · ai li', 'maimaiti.aili', 'ｍａｉｍａｉｔｉ', "Mai'Maiti", 'mmtal', 'm.m.t'],
  ])('for %s finds a name with whatever dot it was stored', async (search) => {
    const stored = ['买买提·艾力', '买买提.艾力', '买买提•艾力', '买买提艾力', '买买提 ・ 艾力', '\u200b买买提·艾\u2060力\ufeff'];
    for (const [index, name] of stored.entries()) await named(10 + index, name);
    await named(20, '马明');
    expect((await ids({ search })).sort()).toEqual(stored.map((_name, index) => recordId(10 + index)).sort());
  });

  it.each([
    ['曾䶮', ['曾䶮', '曾\ue863', 'zengyan', 'cengyan', 'zy', '曾']],
    ['李\ue15d', ['李\ue15d', 'li', '李']],
    ['周𠮷明', ['周𠮷', '周', 'zhou', 'zhouming', 'zm']],
    ['𫚕明', ['𫚕', 'shiming', '𫚕明']],
    ['龴雨', ['龴', '\ue81e雨', 'yu']],
    ['⻢晓⻓', ['马晓长', '⻢晓⻓', 'maxiaochang', 'maxiaozhang']],
    ['女﨎', ['女﨎', 'nv', 'nü']],
    ['张ヶ', ['张ヶ', 'zhang']],
    ['李3', ['李3', '李３', 'li']],
    ['Anna Li', ['anna', 'Anna Li', 'ANNALI', 'a']],
  ])('finds %s by its characters, and by as much of its reading as is known', async (name, searches) => {
    await named(30, name);
    for (const search of searches) expect([search, await ids({ search })]).toEqual([search, expect.arrayContaining([recordId(30)])]);
  });

  it('shows once what is found by several readings, on every page', async () => {
    for (const [n, name] of ['那小英', '朴树', '缪小娟', '重阳', '那英'].entries()) await named(40 + n, name);
    expect(await ids({ search: 'n' })).toEqual([40, 44].map(recordId));
    expect(await ids({ search: 'neixiaoying' })).toEqual([recordId(40)]);
    expect(await ids({ search: 'p' })).toEqual([recordId(41)]);
    expect(await ids({ search: 'ps' })).toEqual([recordId(41)]);
    expect(await ids({ search: 'm' })).toEqual([recordId(42)]);
    expect(await ids({ search: 'n', village: VILLAGE, cycle: CYCLE })).toEqual([40, 44].map(recordId));
    const first = await ask({ search: 'n', limit: 1 });
    const second = await ask({ search: 'n', limit: 1, cursor: first.nextCursor });
    expect([...first.items, ...second.items].map(({ recordId: id }) => id)).toEqual([40, 44].map(recordId));
    expect(second.nextCursor).toBeUndefined();
  });

  it('no longer finds a name by a reading that it had', async () => {
    await named(50, '重阳');
    await history.collect(50, 'identity', 'household', { name: '重小明' });
    await history.collect(50, 'identity', 'household', { name: '王小明' });
    for (const search of ['zhongyang', 'chongyang', 'chongxiaoming', '重']) expect([search, await ids({ search })]).toEqual([search, []]);
    expect(await ids({ search: 'wxm' })).toEqual([recordId(50)]);
  });

  it('is narrowed by units and everything else', async () => {
    expect(await ids({ search: '张', village: VILLAGE, cycle: CYCLE })).toEqual([2, 5].map(recordId));
    expect(await ids({ search: 'zxh', village: VILLAGE })).toEqual([2, 5].map(recordId));
    expect(await ids({ search: 'zxh', status: 'approved' })).toEqual([]);
    await history.closeRecord(5);
    expect(await ids({ search: '张小花' })).toEqual([recordId(2)]);
  });

  it('finds what a name is now', async () => {
    await history.collect(2, 'identity', 'household', { name: '李四' });
    expect(await ids({ search: '张小花' })).toEqual([recordId(5)]);
    expect(await ids({ search: 'lisi' })).toEqual([recordId(2)]);
  });

  it('goes on behind the last that was shown, whatever is written meanwhile', async () => {
    const pages: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await ask({ search: 'z', limit: 1, cursor });
      pages.push(...page.items.map(({ recordId: id }) => id));
      cursor = page.nextCursor;
      if (pages.length === 1) await named(7, '章子');
    } while (cursor !== undefined);
    expect(pages).toEqual([2, 3, 5, 7].map(recordId));
  });

  it('for a whole ID number finds who holds it, and nobody by a number that they no longer bear', async () => {
    const idNumber = '430482201203041232';
    const studentId = recordId(2).slice(0, 36);
    await history.opened.append(`identity-${sealer.indexOf(idNumber)}`, 'identity-claimed', { studentId });
    expect(await ids({ search: idNumber })).toEqual([]);
    await history.collect(2, 'identity', 'household', { idNumber });
    for (const search of [
      ' 430482 20120304 1232',
      '４３０４８２201203041232',
      "'430482201203041232",
      '="430482201203041232"',
      '430482\u200b201203041232',
    ])
      expect([search, await ids({ search })]).toEqual([search, [recordId(2)]]);
    expect(await ids({ search: idNumber, village: OTHER_VILLAGE.replace(/.$/, '1') })).toEqual([recordId(2)]);
  });

  it.each<[string, StudentFilter, SearchColumn, string]>([
    ['a name', {}, 'name', 'SEARCH record_search USING COVERING INDEX record_search_by_name (name>? AND name<?)'],
    [
      'pinyin with a status',
      { status: 'returned', cycle: CYCLE },
      'pinyin',
      'SEARCH record_search USING COVERING INDEX record_search_by_pinyin',
    ],
    [
      'initials in a township',
      { township: '430482100' },
      'initials',
      'SEARCH record_search USING COVERING INDEX record_search_by_initials',
    ],
  ])('goes by index in its order: %s', async (_name, filter, column, expected) => {
    await ids({ search: '张' });
    const { db } = view;
    const plan = await queryPlan(db, searchRows(db, filter, { column, prefix: 'z', limit: 9 }));
    const next = await queryPlan(db, searchRows(db, filter, { column, prefix: 'z', limit: 9, after: { term: 'z', recordId: '' } }));
    expectPlan([...plan, ...next], (both) => {
      expect(plan[0]).toContain(expected);
      expect(both.join('\n')).not.toMatch(/SCAN|TEMP B-TREE/);
    });
  });

  it('within a village or a school goes through their records only', async () => {
    await ids({ search: '张' });
    const { db } = view;
    for (const [filter, index] of [
      [{ village: VILLAGE, cycle: CYCLE }, 'record_list_by_place (cycle=? AND place=?)'],
      [{ school: '4304820101', cycle: CYCLE }, 'record_list_by_school (cycle=? AND school=?)'],
    ] as const) {
      const plan = await queryPlan(db, searchRows(db, filter, { column: 'name', prefix: 'z', limit: 9 }));
      expectPlan(plan, () => {
        expect(plan[0]).toContain(index);
        expect(plan.join('\n')).not.toContain('SCAN');
      });
    }
    const plan = await queryPlan(db, rowsOfStudent(db, 's', '1', {}));
    expectPlan(plan, () => expect(plan).toEqual(['SEARCH record_list USING INDEX record_list_of_record (record_id>? AND record_id<?)']));
  });
});
