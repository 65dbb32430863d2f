import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { View } from '#projections';
import { studentAid } from '#student-aid';
import { recordsProjection } from '../projections/records.projection.js';
import type { RecordsTables } from '../projections/tables.js';
import { visitsProjection } from '../projections/visits.projection.js';
import { anyMove, stepsOf } from '../projections/testing/random-moves.js';
import { RecordHistory } from '../projections/testing/record-history.js';
import { expectPlan, queryPlan } from '../projections/testing/query-plan.js';
import { Waits } from './count-deadlines.js';
import type { UnitFilter } from './of-unit.js';
import { CountedVisits } from './summarise-visits.js';

let history: RecordHistory;
let view: View<RecordsTables>;
beforeEach(async () => {
  history = new RecordHistory();
  view = history.opened.runner().view(recordsProjection(studentAid));
  await history.open(1);
  await view.upTo();
});
afterEach(() => history.close());

const position = '0000000000000009';

describe('deadlines', () => {
  it.each([
    ['a village', { village: '430482101201' }],
    ['a township', { township: '430482101' }],
    ['a school', { school: '3043482005' }],
  ])('of %s are counted from its own rows by index', async (_what, units) => {
    const waits = new Waits(view.db, { cycle: '2020-2021', units, position });
    const plan = await queryPlan(view.db, waits.levelQuery('2020-09-01T00:00:00.000Z'));
    expect(plan.join('\n')).toMatch(/SEARCH record_list USING (COVERING )?INDEX/);
    expect(plan.join('\n')).toMatch(/SEARCH inbox USING PRIMARY KEY/);
    expect(plan.join('\n')).not.toMatch(/SCAN/);
  });

  it('of the county are counted from an index alone: what waits, and what has ceased to since', async () => {
    const waits = new Waits(view.db, { cycle: '2020-2021', units: {}, position });
    for (const query of waits.countyQueries('2020-09-01T00:00:00.000Z')) {
      expectPlan(await queryPlan(view.db, query), (plan) => {
        expect(plan.join('\n')).toMatch(/SEARCH inbox USING COVERING INDEX inbox_by_end \(cycle=\? AND to_position[=>]\?/);
        expect(plan.join('\n')).not.toMatch(/SCAN|record_list/);
      });
    }
  });

  it('of the county are what looking at every record gives, now and at any position', async () => {
    const steps = stepsOf(fc.sample(fc.array(anyMove, { minLength: 60, maxLength: 60 }), { numRuns: 1, seed: 7 })[0] ?? []);
    const positions = [];
    for (const step of steps.slice(1)) positions.push(await step(history));
    await view.upTo();
    const sumOf = async (units: readonly UnitFilter[], at: string) => {
      const sums = new Map<string, number>();
      for (const unit of units) {
        const levels = await new Waits(view.db, { cycle: '2020-2021', units: unit, position: at }).byLevel('2020-09-01T02:00:00.000Z');
        for (const { line, level, waiting, overdue } of levels) {
          sums.set(`${line} ${level}`, (sums.get(`${line} ${level}`) ?? 0) + waiting);
          sums.set(`${line} ${level} overdue`, (sums.get(`${line} ${level} overdue`) ?? 0) + overdue);
        }
      }
      return sums;
    };
    // Every place begins so: found as a township is.
    const everywhere = [{ township: '' }];
    for (const at of positions) expect(await sumOf([{}], at)).toEqual(await sumOf(everywhere, at));
    expect((await sumOf([{}], positions.at(-1) ?? '')).size).toBeGreaterThan(0);
  });

  it('that were escalated are looked up one by one', async () => {
    const waits = new Waits(view.db, { cycle: '2020-2021', units: {}, position });
    const plan = await queryPlan(view.db, waits.waitQuery({ record_id: 'r', line: 'household', level: 'village', digest: 'd' }));
    expectPlan(plan, () => {
      expect(plan.join('\n')).toMatch(/record_list_of_record/);
      expect(plan.join('\n')).not.toMatch(/SCAN|TEMP B-TREE/);
    });
  });
});

it('visits of a school and month are counted by index', async () => {
  const visits = history.opened.runner().view(visitsProjection);
  await visits.upTo();
  const counted = new CountedVisits(visits.db, { school: '3043482005', month: '2020-09', position });
  const plan = await queryPlan(visits.db, counted.visits().selectAll());
  expect(plan.join('\n')).toMatch(/SEARCH visit USING INDEX visit_by_school \(school=\? AND month=\? AND position<\?\)/);
});
