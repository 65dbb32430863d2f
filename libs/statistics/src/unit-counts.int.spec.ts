import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Directory, DirectoryReader } from '#directory';
import { Moments } from '#projections';
import { RecordsView } from '#records';
import { studentAid } from '#student-aid';
import { CYCLE, OTHER_VILLAGE, RecordHistory, SCHOOL, VILLAGE } from '../../records/src/projections/testing/record-history.js';
import { queryPlan } from '../../records/src/projections/testing/query-plan.js';
import { Counting } from './counting.js';
import type { RosterDates } from './roster-dates.js';
import { UnitCounts, UnitCountsHandler, type UnitCountsQuestion } from './unit-counts.js';

let history: RecordHistory;
let view: RecordsView;
let reviewers: string[];
beforeEach(() => {
  history = new RecordHistory();
  reviewers = ['reviewer'];
});
afterEach(() => history.close());

/** One township with two villages and a school; the only people are the reviewers of the first village. */
function directory(): Directory {
  const regions: Record<string, { name: string; level: string }> = {
    [VILLAGE]: { name: '新村', level: 'village' },
    [OTHER_VILLAGE]: { name: '东村', level: 'village' },
    '430482100': { name: '东镇', level: 'township' },
  };
  const school = (code: string) => (code === SCHOOL ? { name: '东村小学' } : undefined);
  return {
    region: (code: string) => regions[code],
    school,
    unit: (code: string) => regions[code] ?? school(code),
    top: () => undefined,
    holders: ({ unit }: { unit: string }) => (unit === VILLAGE ? reviewers.map((userId) => ({ userId })) : []),
  } as unknown as Directory;
}

function handlerWith(rosters?: RosterDates): UnitCountsHandler {
  const reader: DirectoryReader = { current: async () => directory(), asOf: async () => directory() };
  const runner = history.opened.runner();
  view = new RecordsView(runner, studentAid);
  return new UnitCountsHandler(view, new Moments(runner, history.opened.log, history.opened.clock), reader, rosters);
}

const ask = (question: UnitCountsQuestion, rosters?: RosterDates) => handlerWith(rosters).execute(new UnitCounts(question));
const village = (asOf?: string) => ask({ code: VILLAGE, level: 'village', cycle: CYCLE, asOf });

async function student(n: number, values: { sex: string; idNumber: string; categories: string[]; region?: string }) {
  await history.open(n);
  await history.collect(n, 'identity', 'household', { name: '学生', sex: values.sex, idNumber: values.idNumber });
  await history.collect(n, 'household', 'household', { region: values.region ?? VILLAGE });
  return history.collect(n, 'poverty', 'household', { categories: values.categories });
}

const GIRL_8 = { sex: 'female', idNumber: '430482201203041232', categories: ['registered'] };
const BOY_17 = { sex: 'male', idNumber: '430482200303041232', categories: ['registered', 'disabled'] };

describe('the counts of a village', () => {
  it('count what is true of its records and of no others', async () => {
    await student(1, GIRL_8);
    await history.collect(1, 'enrolment', 'enrolment', { school: SCHOOL, stage: 'primary', boarding: true });
    await student(2, BOY_17);
    await student(3, { ...GIRL_8, categories: ['orphan'] });
    await student(4, { ...GIRL_8, region: OTHER_VILLAGE });
    await student(5, GIRL_8);
    await history.closeRecord(5);
    await history.visit(1);
    await history.visit(2);
    await history.reportError(3, 'e1');
    const head = await history.submit(2, 1, '2020-09-01T00:00:00.000Z');
    history.opened.clock.set('2020-09-01T00:00:01.000Z');
    const answer = await ask(
      { code: VILLAGE, level: 'village' },
      { lastDates: async () => [{ department: 'education', asOf: '2020-09-01' }] },
    );
    expect(answer).toEqual({
      unit: { code: VILLAGE, name: '新村', level: 'village' },
      cycle: CYCLE,
      asOf: { position: head, time: '2020-09-01T00:00:01.000Z' },
      students: 3,
      byStatus: { closed: 1, collecting: 2, submitted: 1 },
      byCategory: { disabled: 1, orphan: 1, registered: 2 },
      byStage: { primary: 1 },
      bySex: { female: 2, male: 1 },
      boarding: 1,
      compulsoryAge: {
        students: 2,
        byCategory: { orphan: 1, registered: 1 },
        bySchool: [{ code: SCHOOL, name: '东村小学', students: 1 }],
        notEnrolled: 1,
      },
      overdue: 1,
      unstaffed: 0,
      errors: 1,
      visits: 2,
      rosters: [{ department: 'education', asOf: '2020-09-01' }],
    });
  });

  it('count a level that nobody can sign: nobody holds its posts, or everybody is barred', async () => {
    await student(1, GIRL_8);
    await history.submit(1, 1);
    expect((await village()).unstaffed).toBe(0);
    reviewers = ['collector'];
    expect((await village()).unstaffed).toBe(1);
    reviewers = [];
    expect((await village()).unstaffed).toBe(1);
  });

  it('answer as of a past position what was true then', async () => {
    const before = await student(1, GIRL_8);
    await history.collect(1, 'household', 'household', { region: OTHER_VILLAGE });
    expect(await village(before)).toMatchObject({
      students: 1,
      byCategory: { registered: 1 },
      compulsoryAge: { students: 1, notEnrolled: 1 },
    });
    expect(await village()).toMatchObject({
      students: 0,
      byStatus: {},
      byCategory: {},
      compulsoryAge: { students: 0, bySchool: [], notEnrolled: 0 },
    });
  });

  it('answer for a school by the school', async () => {
    await student(1, { ...GIRL_8, region: OTHER_VILLAGE });
    await history.collect(1, 'enrolment', 'enrolment', { school: SCHOOL, stage: 'primary' });
    await student(2, GIRL_8);
    const answer = await ask({ code: SCHOOL, level: 'school', cycle: CYCLE });
    expect(answer).toMatchObject({ unit: { code: SCHOOL, name: '东村小学', level: 'school' }, students: 1, rosters: [] });
  });

  it('take the school year of the moment while there is no record at all', async () => {
    expect((await ask({ code: VILLAGE, level: 'village' })).cycle).toBe(CYCLE);
  });

  it.each<[UnitCountsQuestion, string]>([
    [{ code: '999', level: 'village' }, 'unknown-unit'],
    [{ code: '430482100', level: 'village' }, 'wrong-unit-level'],
    [{ code: SCHOOL, level: 'village' }, 'wrong-unit-level'],
    [{ code: VILLAGE, level: 'school' }, 'wrong-unit-level'],
    [{ code: VILLAGE, level: 'village', cycle: '2020-2022' }, 'wrong-cycle'],
    [{ code: VILLAGE, level: 'village', asOf: '77' }, 'as-of-ahead'],
  ])('refuse %j', async (question, code) => {
    await expect(ask(question)).rejects.toMatchObject({ code });
  });

  it.each(['village', 'school'] as const)('are found by index: %s', async (column) => {
    handlerWith();
    await view.upTo(await history.opened.log.head());
    const counting = new Counting(view.db, { column, code: VILLAGE, cycle: CYCLE, position: '9' });
    const queries = [
      counting.statusQuery('2020'),
      counting.codeQuery('stage'),
      counting.categoryQuery(),
      counting.schoolQuery(),
      counting.waitingQuery(),
    ];
    for (const query of queries) {
      const plan = (await queryPlan(view.db, query)).join('\n');
      expect(plan).toContain(`SEARCH record_list USING INDEX record_list_by_${column} (${column}=? AND cycle=?`);
      // What has been found is gone through; no table is.
      expect(plan.replace('SCAN record_list', '')).not.toMatch(/SCAN/);
    }
  });
});
