import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EventLog } from '#event-store';
import type { Position } from '#kernel';
import type { View } from '#projections';
import { studentAid } from '#student-aid';
import { studentRows, type StudentFilter } from '../queries/students.js';
import { recordsProjection } from './records.projection.js';
import type { RecordsTables } from './tables.js';
import { OTHER_VILLAGE, RecordHistory, SCHOOL, VILLAGE, recordId } from './testing/record-history.js';
import { queryPlan } from './testing/query-plan.js';
import { trueAt } from './true-at.js';

let history: RecordHistory;
beforeEach(() => {
  history = new RecordHistory();
});
afterEach(() => history.close());

const viewOf = (of: RecordHistory): View<RecordsTables> => of.opened.runner().view(recordsProjection(studentAid));

async function rowsAt(view: View<RecordsTables>, position: Position) {
  await view.upTo(position);
  const spans = ['from_position', 'to_position'];
  const table = async (name: 'record_list' | 'record_category' | 'inbox' | 'inbox_post') => {
    const rows = await view.db.selectFrom(name).selectAll().where(trueAt(name, position)).execute();
    return rows.map((row) => JSON.stringify(Object.entries(row).filter(([column]) => !spans.includes(column)))).sort();
  };
  return [await table('record_list'), await table('record_category'), await table('inbox'), await table('inbox_post')];
}

describe('the projection of records', () => {
  it('lists what is known of a student', async () => {
    await history.open(1);
    await history.collect(1, 'identity', 'household', {
      name: '张小花',
      sex: 'female',
      idNumber: '430482201203041232',
      birthDate: '2012-03-04',
    });
    await history.collect(1, 'household', 'household', { region: VILLAGE });
    await history.collect(1, 'poverty', 'household', { categories: ['registered', 'disabled'] });
    await history.collect(1, 'enrolment', 'enrolment', { school: SCHOOL, stage: 'primary', grade: 2, boarding: true });
    await history.visit(1);
    await history.reportError(1, 'e1');
    const last = await history.submit(1, 1, '2020-09-06T00:00:00.000Z');
    const view = viewOf(history);
    await view.upTo(last);
    expect(await view.db.selectFrom('record_list').selectAll().where('to_position', 'is', null).execute()).toEqual([
      {
        record_id: recordId(1),
        student_id: recordId(1).slice(0, 36),
        cycle: '2020-2021',
        name: '张小花',
        id_number: '430482201203041232',
        sex: 'female',
        birth_date: '2012-03-04',
        village: VILLAGE,
        township: '430482100',
        school: SCHOOL,
        stage: 'primary',
        grade: 2,
        boarding: 1,
        categories: '["disabled","registered"]',
        status: 'submitted',
        lines: '{"household":"submitted","enrolment":"collecting"}',
        compulsory: 1,
        registered_outside: null,
        enrolled_outside: null,
        on_roll: 1,
        unassigned: 0,
        payable: null,
        due_at: '2020-09-06T00:00:00.000Z',
        visits: 1,
        errors: 1,
        from_position: last,
        to_position: null,
      },
    ]);
  });

  it('shows each level that waits, for its own post and for those above, until it is signed', async () => {
    await history.open(1);
    await history.collect(1, 'identity', 'household', { name: '张小花' }, 'collector');
    const submitted = await history.submit(1, 1, '2020-09-06T00:00:00.000Z');
    const signed = await history.sign(1, 1, 'village', 'signer', '2020-09-11T00:00:00.000Z');
    const view = viewOf(history);
    await view.upTo(signed);
    const inbox = (at: Position) => view.db.selectFrom('inbox').selectAll().where(trueAt('inbox', at)).execute();
    expect(await inbox(submitted)).toMatchObject([
      { line: 'household', level: 'village', submission: 1, name: '张小花', due_at: '2020-09-06T00:00:00.000Z' },
    ]);
    const [waiting, ...more] = await inbox(signed);
    expect(more).toEqual([]);
    expect(waiting).toMatchObject({ level: 'township', due_at: '2020-09-11T00:00:00.000Z' });
    expect(JSON.parse(waiting?.barred ?? '')).toEqual(['collector', 'signer']);
    const posts = await view.db.selectFrom('inbox_post').selectAll().where(trueAt('inbox_post', signed)).orderBy('rank').execute();
    expect(posts.map(({ rank, role, unit }) => [rank, role, unit])).toEqual([
      [0, 'reviewer', '430482100'],
      [1, 'approver', '430482'],
    ]);
  });

  it('writes no new row for an event that changes nothing listed', async () => {
    await history.open(1);
    await history.collect(1, 'household', 'household', { region: VILLAGE });
    const last = await history.collect(1, 'household', 'household', { address: '三组', headName: '张三' });
    const view = viewOf(history);
    await view.upTo(last);
    expect(await view.db.selectFrom('record_list').select('record_id').execute()).toHaveLength(2);
  });

  it('stops at a hole in a stream instead of going on with a wrong state', async () => {
    await history.open(1);
    await history.visit(1);
    const { log } = history.opened;
    const holed: EventLog = {
      ...log,
      subscribe: (options, handler) => log.subscribe(options, (events, at) => handler(events.slice(1), at)),
    };
    const view = history.opened.runner(holed).view(recordsProjection(studentAid));
    await expect(view.upTo()).rejects.toMatchObject({ code: 'projection-stopped' });
  });

  it('answers as of any position what a projection that stopped there has', async () => {
    const move = fc.record({
      record: fc.integer({ min: 1, max: 3 }),
      kind: fc.constantFrom('village', 'school', 'categories', 'name', 'visit', 'submit', 'sign', 'error', 'close'),
      choice: fc.integer({ min: 0, max: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 25 }), fc.nat(30), async (moves, cut) => {
        const whole = new RecordHistory();
        const part = new RecordHistory();
        try {
          const steps = stepsOf(moves);
          const positions: Position[] = [];
          for (const step of steps) positions.push(await step(whole));
          const upTo = cut % steps.length;
          let reached = '';
          for (const step of steps.slice(0, upTo + 1)) reached = await step(part);
          expect(reached).toBe(positions[upTo]);
          const view = viewOf(whole);
          await view.upTo();
          expect(await rowsAt(view, reached)).toEqual(await rowsAt(viewOf(part), reached));
        } finally {
          await whole.close();
          await part.close();
        }
      }),
      { numRuns: 40 },
    );
  });
});

interface Move {
  readonly record: number;
  readonly kind: string;
  readonly choice: number;
}

/** Moves as events in an order that the engine could have written: a record is opened first, nothing is signed that was not submitted. */
function stepsOf(moves: readonly Move[]): ((history: RecordHistory) => Promise<Position>)[] {
  const seen = new Map<number, { submission: number; signed: number; closed: boolean }>();
  return moves.flatMap(({ record, kind, choice }) => {
    const known = seen.get(record);
    const standing = known ?? { submission: 0, signed: 0, closed: false };
    seen.set(record, standing);
    const opening = known === undefined ? [(h: RecordHistory) => h.open(record)] : [];
    if (standing.closed) return [];
    const step = stepOf({ record, kind, choice }, standing);
    return [...opening, ...step];
  });
}

function stepOf({ record, kind, choice }: Move, standing: { submission: number; signed: number; closed: boolean }) {
  const collect = (section: string, line: string, values: Record<string, string | string[]>) => [
    (h: RecordHistory) => h.collect(record, section, line, values, `collector-${choice}`),
  ];
  switch (kind) {
    case 'village':
      return collect('household', 'household', { region: [VILLAGE, OTHER_VILLAGE, '430426'][choice] ?? VILLAGE });
    case 'school':
      return collect('enrolment', 'enrolment', { school: `${SCHOOL.slice(0, -1)}${choice}`, stage: 'primary' });
    case 'categories':
      return collect('poverty', 'household', { categories: [['registered'], ['registered', 'disabled'], ['orphan']][choice] ?? [] });
    case 'name':
      return collect('identity', 'household', { name: ['张小花', '张晓花', '李明'][choice] ?? '' });
    case 'visit':
      return [(h: RecordHistory) => h.visit(record)];
    case 'error':
      return [(h: RecordHistory) => h.reportError(record, `e${choice}`)];
    case 'submit': {
      if (standing.submission > 0) return [];
      standing.submission += 1;
      return [(h: RecordHistory) => h.submit(record, 1, choice === 0 ? undefined : `2020-09-0${choice}T00:00:00.000Z`)];
    }
    case 'sign': {
      const level = ['village', 'township'][standing.signed];
      if (standing.submission === 0 || level === undefined) return [];
      standing.signed += 1;
      return [(h: RecordHistory) => h.sign(record, 1, level, `signer-${choice}`)];
    }
    default:
      standing.closed = true;
      return [(h: RecordHistory) => h.closeRecord(record)];
  }
}

describe('the lists of a large county', () => {
  const cases: [string, StudentFilter, string][] = [
    ['a village', { village: VILLAGE, cycle: '2020-2021' }, 'record_list_by_village'],
    ['a township', { township: '430482100', cycle: '2020-2021' }, 'record_list_by_township'],
    ['a school', { school: SCHOOL, cycle: '2020-2021' }, 'record_list_by_school'],
    ['a cycle', { cycle: '2020-2021' }, 'record_list_by_cycle'],
    ['a status', { cycle: '2020-2021', status: 'returned' }, 'record_list_by_status'],
    ['a status in a village', { village: VILLAGE, cycle: '2020-2021', status: 'returned' }, 'record_list_by_village'],
    ['a category', { category: 'registered', cycle: '2020-2021' }, 'record_category_by_category'],
    ['a category in a village', { category: 'registered', village: VILLAGE, cycle: '2020-2021' }, 'record_list_by_village'],
  ];

  it.each(cases)('are found by index and come in its order: %s', async (_name, filter, index) => {
    const view = viewOf(history);
    await view.upTo();
    const position = '0000000000000009';
    const plan = await queryPlan(view.db, studentRows(view.db, filter, { position, after: recordId(1), limit: 100 }));
    expect(plan[0]).toContain(index);
    expect(plan.join('\n')).not.toMatch(/SCAN|TEMP B-TREE/);
  });
});
