import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { QueryBus } from '@nestjs/cqrs';
import type { Directory, DirectoryReader } from '#directory';
import { Moments } from '#projections';
import { studentAid } from '#student-aid';
import { RecordsView } from '../projections/records-view.js';
import { CYCLE, OTHER_VILLAGE, RecordHistory, VILLAGE, recordId } from '../projections/testing/record-history.js';
import { ListStudents, ListStudentsHandler, studentsOf, type StudentQuestion } from './list-students.js';

let history: RecordHistory;
let handler: ListStudentsHandler;
beforeEach(() => {
  history = new RecordHistory();
  const runner = history.opened.runner();
  const directory = { region: (code: string) => (code === VILLAGE ? {} : undefined), school: () => undefined } as unknown as Directory;
  const reader: DirectoryReader = { current: async () => directory, asOf: async () => directory };
  const moments = new Moments(runner, history.opened.log, history.opened.clock);
  handler = new ListStudentsHandler(new RecordsView(runner, studentAid), moments, studentAid, reader);
});
afterEach(() => history.close());

const ask = (question: StudentQuestion) => handler.execute(new ListStudents(question));
const ids = async (question: StudentQuestion) => (await ask(question)).students.map(({ recordId: id }) => id);

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
    expect((await ask({})).students).toEqual([student]);
    expect((await ask({ clear: true })).students[0]?.idNumber).toBe('430482201203041232');
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
    expect([first, second, third].flatMap(({ students }) => students.map(({ recordId: id }) => id))).toEqual([1, 2, 3, 4, 5].map(recordId));
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
