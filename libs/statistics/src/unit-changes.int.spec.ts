import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { View } from '#projections';
import { recordsProjection, type RecordsTables } from '#records';
import { studentAid } from '#student-aid';
import { queryPlan } from '../../records/src/projections/testing/query-plan.js';
import { RecordHistory } from '../../records/src/projections/testing/record-history.js';
import { ChangedRows } from './unit-changes.js';

let history: RecordHistory;
let view: View<RecordsTables>;
beforeEach(async () => {
  history = new RecordHistory();
  view = history.opened.runner().view(recordsProjection(studentAid));
  await history.open(1);
  await view.upTo();
});
afterEach(() => history.close());

describe('the records behind a change', () => {
  it.each([
    ['a village', { village: '430482101201' }],
    ['a township', { township: '430482101' }],
    ['a school', { school: '3043482005' }],
    ['the county', {}],
  ])('of %s are found among its own rows by index', async (_what, units) => {
    const changed = new ChangedRows(view.db, { units, cycle: '2020-2021', from: '0000000000000001', to: '0000000000000009' });
    const plan = await queryPlan(view.db, changed.idsQuery('r', 10));
    expect(plan.join('\n')).toMatch(/SEARCH record_list USING (COVERING )?INDEX record_list_by_/);
    expect(plan.join('\n')).not.toMatch(/SCAN/);
  });
});
