import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Directory, DirectoryReader } from '#directory';
import type { Position } from '#kernel';
import { Moments } from '#projections';
import { recordsProjection, RecordsView, WaitingGroups } from '#records';
import { studentAid } from '#student-aid';
import type { Appointment } from '#verification';
import { CYCLE, OTHER_VILLAGE, RecordHistory, SCHOOL, VILLAGE } from '../../records/src/projections/testing/record-history.js';
import { expectPlan, queryPlan } from '../../records/src/projections/testing/query-plan.js';
import { anyMove, FAR_VILLAGE, stepsOf } from '../../records/src/projections/testing/random-moves.js';
import { dueInHour, rowsBegun, rowsOfRecords, rowsOfSmallUnit } from './counted-rows.js';
import type { RosterDates } from './roster-dates.js';
import { batchAfter, batchUpTo, pastTotals, presentTotals } from './running-totals.js';
import { recount } from './testing/recount.js';
import { UnitCounts, UnitCountsHandler, type UnitCountsQuestion } from './unit-counts.js';
import { groupsWhereBarred, Unstaffed } from './unstaffed.js';

const COUNTY_CODE = '430482';
const TOWNSHIP = '430482100';

let history: RecordHistory;
let view: RecordsView;
/** Who signs for the first village, and who for its township. */
let reviewers: string[];
let above: Holder[];
beforeEach(() => {
  history = new RecordHistory();
  reviewers = ['reviewer'];
  above = [];
});
afterEach(() => history.close());

type Holder = Pick<Appointment, 'userId' | 'onBehalfOf'>;

/** A county with two townships, three villages and a school; the only people are the reviewers of the first village and its township. */
function directory(): Directory {
  const regions: Record<string, { name: string; level: string }> = {
    [VILLAGE]: { name: '新村', level: 'village' },
    [OTHER_VILLAGE]: { name: '东村', level: 'village' },
    [TOWNSHIP]: { name: '东镇', level: 'township' },
    [FAR_VILLAGE]: { name: '远村', level: 'village' },
    [FAR_VILLAGE.slice(0, 9)]: { name: '远镇', level: 'township' },
    [COUNTY_CODE]: { name: '常宁市', level: 'county' },
    '430426': { name: '祁东县', level: 'county' },
  };
  const school = (code: string) => (code === SCHOOL ? { name: '东村小学' } : undefined);
  return {
    region: (code: string) => regions[code],
    school,
    unit: (code: string) => regions[code] ?? school(code),
    top: () => ({ code: COUNTY_CODE }),
    holders({ unit }: { unit: string }) {
      if (unit === TOWNSHIP) return above;
      return unit === VILLAGE ? reviewers.map((userId) => ({ userId })) : [];
    },
  } as unknown as Directory;
}

/** @param totalsEvery events after which totals are kept */
function handlerWith(rosters?: RosterDates, totalsEvery?: number): UnitCountsHandler {
  const reader: DirectoryReader = { current: async () => directory(), asOf: async () => directory() };
  const runner = history.opened.runner();
  // A view that has been asked for stays the same, whoever asks for it again.
  runner.view(recordsProjection(studentAid, totalsEvery));
  view = new RecordsView(runner, studentAid);
  const moments = new Moments(runner, history.opened.log, history.opened.clock);
  return new UnitCountsHandler(view, moments, reader, new Unstaffed(view, new WaitingGroups()), rosters);
}

const ask = (question: UnitCountsQuestion, rosters?: RosterDates) => handlerWith(rosters).execute(new UnitCounts(question));
const village = (asOf?: string) => ask({ code: VILLAGE, level: 'village', cycle: CYCLE, asOf });

async function student(n: number, values: { sex: string; idNumber: string; categories: string[]; region?: string }) {
  await history.open(n);
  await history.collect(n, 'identity', 'household', { name: '学生', sex: values.sex, idNumber: values.idNumber });
  await history.collect(n, 'household', 'household', { region: values.region ?? VILLAGE });
  return history.collect(n, 'poverty', 'household', { categories: values.categories });
}

/** The dates of rosters, from a view that has come to a position; absent: to wherever it is asked for. */
function rostersAt(reached?: Position): RosterDates {
  return {
    upTo: async (position = '') => position,
    towards: async (position) => reached ?? position,
    lastDates: async (_cycle, position) => (position > (reached ?? position) ? [] : [{ department: 'education', asOf: '2020-09-01' }]),
  };
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
    const answer = await ask({ code: VILLAGE, level: 'village' }, rostersAt());
    expect(answer).toEqual({
      unit: { code: VILLAGE, name: '新村', level: 'village' },
      cycle: CYCLE,
      asOf: { position: head, time: '2020-09-01T00:00:01.000Z' },
      students: 3,
      byStatus: { closed: 1, collecting: 2, submitted: 1 },
      byCategory: { disabled: 1, orphan: 1, registered: 2 },
      byStage: { primary: 1, unknown: 2 },
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

  it('answer of now for where a view that is far behind has come to, and say so', async () => {
    const reached = await student(1, GIRL_8);
    const after = await student(2, BOY_17);
    const rosters = [{ department: 'education', asOf: '2020-09-01' }];
    const question = { code: VILLAGE, level: 'village', cycle: CYCLE } as const;
    expect(await ask(question, rostersAt(reached))).toMatchObject({ asOf: { position: reached }, students: 1, rosters });
    expect(await ask(question, rostersAt(after))).toMatchObject({ asOf: { position: after }, students: 2, rosters });
    // Who names a moment is told of that one or of none.
    expect(await ask({ ...question, asOf: after }, rostersAt(reached))).toMatchObject({ asOf: { position: after }, students: 2 });
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

  it.each(['place', 'school'] as const)('are found by index: %s', async (column) => {
    handlerWith();
    await view.upTo(await history.opened.log.head());
    const plan = await queryPlan(view.db, rowsOfSmallUnit(view.db, column, VILLAGE, CYCLE, '9'));
    expectPlan(plan, () => expect(plan).toEqual([`SEARCH record_list USING INDEX record_list_by_${column} (cycle=? AND ${column}=?)`]));
  });
});

describe('the counts of a township and of the county', () => {
  const county = (asOf?: string) => ask({ code: COUNTY_CODE, level: 'county', cycle: CYCLE, asOf });
  const township = (asOf?: string) => ask({ code: TOWNSHIP, level: 'township', cycle: CYCLE, asOf });

  it('have the parts to go down to, which add up', async () => {
    await student(1, GIRL_8);
    await history.collect(1, 'enrolment', 'enrolment', { school: SCHOOL, stage: 'primary' });
    await student(2, { ...BOY_17, region: OTHER_VILLAGE });
    await student(3, { ...GIRL_8, region: '430426' });
    await history.open(4);
    const last = await history.collect(4, 'enrolment', 'enrolment', { stage: 'primary' });
    const answer = await county();
    expect(answer).toMatchObject({
      unit: { code: COUNTY_CODE, name: '常宁市', level: 'county' },
      asOf: { position: last },
      students: 4,
      byTownship: [
        { code: TOWNSHIP, name: '东镇', students: 2 },
        { code: 'outside', name: '', students: 1 },
        { code: 'unassigned', name: '', students: 1 },
      ],
      bySchool: [
        { code: SCHOOL, name: '东村小学', students: 1 },
        { code: 'unassigned', name: '', students: 1 },
      ],
      unassigned: 1,
    });
    expect(await township()).toMatchObject({
      students: 2,
      byVillage: [
        { code: VILLAGE, name: '新村', students: 1 },
        { code: OTHER_VILLAGE, name: '东村', students: 1 },
      ],
      bySchool: [{ code: SCHOOL, name: '东村小学', students: 1 }],
      unassigned: 0,
    });
  });

  it.each<[UnitCountsQuestion, string]>([
    [{ code: VILLAGE, level: 'township' }, 'wrong-unit-level'],
    [{ code: TOWNSHIP, level: 'county' }, 'wrong-unit-level'],
    [{ code: '430426', level: 'county' }, 'unknown-unit'],
  ])('refuse %j', async (question, code) => {
    await expect(ask(question)).rejects.toMatchObject({ code });
  });

  it('are found by index: nothing goes through a county', async () => {
    handlerWith();
    await view.upTo(await history.opened.log.head());
    const { db } = view;
    const due = { hour: '2020-09-01T00', time: '2020-09-01T00:30:00.000Z', cycle: CYCLE, position: '9' };
    const plans = await Promise.all(
      [
        presentTotals(db, TOWNSHIP, CYCLE, '9'),
        pastTotals(db, TOWNSHIP, CYCLE, '9'),
        batchUpTo(db, '9'),
        batchAfter(db, '9'),
        rowsBegun(db, { first: 1, last: 2, position: '9' }),
        rowsOfRecords(db, ['a', 'b'], '9'),
        dueInHour(db, due),
        dueInHour(db, { ...due, township: TOWNSHIP }),
        groupsWhereBarred(db, 'collector', { level: 'township', code: TOWNSHIP, cycle: CYCLE, asOf: { position: '9', time: '' } }).limit(9),
      ].map((query) => queryPlan(db, query)),
    );
    expectPlan(plans.flat(), (lines) => {
      expect(plans.map((plan) => plan[0])).toEqual([
        'SEARCH counter USING INDEX counter_of_unit (unit=? AND cycle=?)',
        'SEARCH counter USING COVERING INDEX counter_of_unit (unit=? AND cycle=? AND measure>?)',
        'SEARCH count_batch USING PRIMARY KEY (position<?)',
        'SEARCH count_batch USING PRIMARY KEY (position>?)',
        'SEARCH record_list USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)',
        expect.stringMatching(/^SEARCH record_list USING INDEX record_list_of_record \(record_id=\?/),
        'SEARCH record_list USING INDEX record_list_due (cycle=? AND due_at>? AND due_at<?)',
        'SEARCH record_list USING INDEX record_list_due (cycle=? AND due_at>? AND due_at<?)',
        'SEARCH b USING PRIMARY KEY (person=? AND (waiting_posts,waiting_group)>(?,?))',
      ]);
      expect(lines.join('\n')).not.toMatch(/SCAN|TEMP B-TREE/);
    });
  });
});

describe('every view', () => {
  it('as of every position is a plain recount of the states folded up to there, wherever batches ended and totals were kept', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyMove, { minLength: 1, maxLength: 20 }),
        fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
        fc.integer({ min: 1, max: 6 }),
        fc.subarray(['collector-1', 'collector-2']),
        fc.array(anyHolder, { maxLength: 2 }),
        async (moves, cuts, totalsEvery, own, ofTownship) => {
          await history.close();
          history = new RecordHistory();
          [reviewers, above] = [own, ofTownship];
          const handler = handlerWith(undefined, totalsEvery);
          const positions = [];
          for (const [n, step] of stepsOf(moves).entries()) {
            const position = await step(history);
            positions.push(position);
            if (cuts[n % cuts.length] === true) await view.upTo(position);
          }
          for (const position of positions) await expectRecounts(handler, position);
        },
      ),
      { numRuns: 40 },
    );
  });
});

/** People who bring in values, submit or sign in random histories, and may be barred for themselves or for whom they stand in. */
const anyHolder: fc.Arbitrary<Holder> = fc.record(
  { userId: fc.constantFrom('collector', 'collector-0', 'signer-1'), onBehalfOf: fc.constantFrom('collector-2', 'signer-2') },
  { requiredKeys: ['userId'] },
);

const COUNTED: readonly (readonly [UnitCountsQuestion['level'], string])[] = [
  ['county', COUNTY_CODE],
  ['township', TOWNSHIP],
  ['township', FAR_VILLAGE.slice(0, 9)],
  ['village', VILLAGE],
  ['village', OTHER_VILLAGE],
  ['school', SCHOOL],
];

async function expectRecounts(handler: UnitCountsHandler, position: string): Promise<void> {
  const { events } = await history.opened.log.readAll({ limit: 1000 });
  const then = events.filter((event) => event.position <= position);
  for (const [level, code] of COUNTED) {
    const answer = await handler.execute(new UnitCounts({ code, level, cycle: CYCLE, asOf: position }));
    expect(answer).toMatchObject(recount(then, { level, code, time: answer.asOf.time, directory: directory() }));
  }
}
