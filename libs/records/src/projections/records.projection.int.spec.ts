import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EventLog } from '#event-store';
import type { Position } from '#kernel';
import type { View } from '#projections';
import { studentAid } from '#student-aid';
import { cyclesOf, studentRows, type StudentFilter } from '../queries/students.js';
import { recordsProjection } from './records.projection.js';
import type { RecordsTables } from './tables.js';
import { CYCLE, RecordHistory, SCHOOL, VILLAGE, recordId } from './testing/record-history.js';
import { expectPlan, queryPlan } from './testing/query-plan.js';
import { anyMove, stepsOf } from './testing/random-moves.js';
import { trueAt } from './true-at.js';

let history: RecordHistory;
beforeEach(() => {
  history = new RecordHistory();
});
afterEach(() => history.close());

const viewOf = (of: RecordHistory): View<RecordsTables> => of.opened.runner().view(recordsProjection(studentAid));

async function rowsAt(view: View<RecordsTables>, position: Position) {
  await view.upTo(position);
  const unlisted = ['from_position', 'to_position', 'seq'];
  const table = async (name: 'record_list' | 'record_facet' | 'inbox') => {
    const rows = await view.db.selectFrom(name).selectAll().where(trueAt(name, position)).execute();
    return rows.map((row) => JSON.stringify(Object.entries(row).filter(([column]) => !unlisted.includes(column)))).sort();
  };
  return [await table('record_list'), await table('record_facet'), await table('inbox')];
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
    const groups = await view.db.selectFrom('waiting_group').select('id').execute();
    expect(await view.db.selectFrom('record_list').selectAll().where('to_position', 'is', null).execute()).toEqual([
      {
        seq: 8,
        record_id: recordId(1),
        student_id: recordId(1).slice(0, 36),
        cycle: '2020-2021',
        name: '张小花',
        id_number: '430482201203041232',
        sex: 'female',
        birth_date: '2012-03-04',
        village: VILLAGE,
        township: '430482100',
        place: VILLAGE,
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
        waiting: JSON.stringify(groups.map(({ id }) => id)),
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
    const inbox = (at: Position) =>
      view.db.selectFrom('inbox').innerJoin('waiting_group', 'id', 'waiting_group').selectAll().where(trueAt('inbox', at)).execute();
    expect(await inbox(submitted)).toMatchObject([
      { line: 'household', level: 'village', submission: 1, name: '张小花', due_at: '2020-09-06T00:00:00.000Z' },
    ]);
    const [waiting, ...more] = await inbox(signed);
    expect(more).toEqual([]);
    expect(waiting).toMatchObject({ level: 'township', due_at: '2020-09-11T00:00:00.000Z' });
    expect(JSON.parse(waiting?.barred ?? '')).toEqual(['collector', 'signer']);
    const posts = await view.db.selectFrom('inbox_post').selectAll().orderBy('rank').execute();
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
    await fc.assert(
      fc.asyncProperty(fc.array(anyMove, { minLength: 1, maxLength: 25 }), fc.nat(30), async (moves, cut) => {
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

describe('the lists of a large county', () => {
  const cases: [string, StudentFilter, string][] = [
    ['a village', { village: VILLAGE }, 'record_list_by_place (cycle=? AND place=? AND record_id>?'],
    ['a township', { township: '430482100' }, 'record_list_by_place (cycle=? AND (place,record_id)>(?,?) AND place<?'],
    ['a school', { school: SCHOOL }, 'record_list_by_school (cycle=? AND school=? AND (place,record_id)>(?,?)'],
    ['a school with a status', { school: SCHOOL, status: 'returned' }, 'record_list_by_school (cycle=? AND school=?'],
    ['a school with a category', { school: SCHOOL, category: 'orphan', stage: 'junior' }, 'record_list_by_school (cycle=? AND school=?'],
    ['a school in a village', { school: SCHOOL, village: VILLAGE }, 'record_list_by_place (cycle=? AND place=?'],
    ['a cycle', {}, 'record_list_by_place (cycle=? AND (place,record_id)>(?,?)'],
    ['a status', { status: 'returned' }, 'record_list_by_status (cycle=? AND status=? AND (place,record_id)>(?,?)'],
    ['a status in a township', { township: '430482100', status: 'returned' }, 'record_list_by_status (cycle=? AND status=?'],
    ['a status in a village', { village: VILLAGE, status: 'returned' }, 'record_list_by_place (cycle=? AND place=?'],
    ['a category', { category: 'registered' }, 'PRIMARY KEY (cycle=? AND facet=? AND (place,record_id)>(?,?)'],
    ['a stage in a township', { stage: 'none', township: '430482100' }, 'PRIMARY KEY (cycle=? AND facet=?'],
    ['a category in a stage', { category: 'registered', stage: 'none', status: 'closed' }, 'PRIMARY KEY (cycle=? AND facet=?'],
    ['a category in a village', { category: 'registered', village: VILLAGE }, 'record_list_by_place (cycle=? AND place=?'],
    ['nobody knows where', { unassigned: true }, 'record_list_unassigned (cycle=? AND (place,record_id)>(?,?)'],
  ];

  it.each(cases)('are found by index and come in its order: %s', async (_name, filter, index) => {
    const view = viewOf(history);
    await view.upTo();
    const page = { position: '0000000000000009', after: { place: VILLAGE, recordId: recordId(1) }, limit: 100 };
    const plan = await queryPlan(view.db, studentRows(view.db, { ...filter, cycle: CYCLE }, page));
    expectPlan(plan, () => {
      expect(plan[0]).toContain(index);
      expect(plan.join('\n')).not.toMatch(/SCAN|TEMP B-TREE/);
    });
  });

  it('follow one another cycle by cycle, each found by index', async () => {
    await history.open(1);
    const view = viewOf(history);
    await view.upTo();
    expect(await cyclesOf(view.db)).toEqual([CYCLE]);
  });
});
