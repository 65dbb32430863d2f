import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { directoryEvents } from '#directory';
import { studentAid } from '#student-aid';
import { OpenedLog } from '../../../projections/src/testing/open-log.js';
import { countedWork, workOf } from '../queries/found-work.js';
import { recordsEvents } from '../record-events.js';
import { recordsProjection } from './records.projection.js';
import { recordId, RecordHistory, SCHOOL, VILLAGE } from './testing/record-history.js';
import { queryPlan } from './testing/query-plan.js';

let history: RecordHistory;
beforeEach(() => {
  history = new RecordHistory(new OpenedLog([...recordsEvents, ...directoryEvents]));
});
afterEach(() => history.close());

const viewOf = () => history.opened.runner().view(recordsProjection(studentAid));
const append = (n: number, type: string, data: object, userId = 'signer') =>
  history.opened.append(`record-${recordId(n)}`, type, data, { userId });
const region = (code: string) =>
  history.opened.append(`region-${code}`, 'region-registered', { code, name: code, level: 'village', parent: code.slice(0, 9) });

async function returned(n: number): Promise<void> {
  await history.open(n);
  await history.collect(n, 'household', 'household', { region: VILLAGE });
  await history.submit(n, 1);
  const reasons = [{ field: 'address', reason: 'look again' }];
  await append(n, 'line-returned', { line: 'household', level: 'village', to: 'collection', submission: 1, definition: 1, reasons });
  const voided = { levels: [], joint: false, submissionVoided: true, ruleVoided: false, cause: 'returned' };
  await append(n, 'sign-offs-voided', { line: 'household', submission: 1, ...voided });
}

it('is for whoever collects as the directory is: also where the unit is registered later', async () => {
  await returned(1);
  const view = viewOf();
  await view.upTo();
  const holders = async () =>
    (await view.db.selectFrom('work').select(['holder', 'task']).orderBy('holder').execute()).map((row) => row.holder);
  // Nobody knows the village: the department's officer helps.
  expect(await holders()).toEqual(['officer  poverty-alleviation']);
  await region(VILLAGE);
  await view.upTo();
  expect(await holders()).toEqual(
    ['collector', 'helper', 'helper-teacher', 'resident-helper'].map((role) => `${role} ${VILLAGE} household`),
  );
  await history.submit(1, 2);
  await view.upTo();
  expect(await holders()).toEqual([]);
  expect(await view.db.selectFrom('work_unit').selectAll().execute()).toEqual([]);
});

it('waits since it was returned, whatever happens meanwhile, and nothing of it holds why', async () => {
  await region(VILLAGE);
  await returned(1);
  const view = viewOf();
  await view.upTo();
  const since = async () => (await view.db.selectFrom('work').select('since').distinct().execute()).map((row) => row.since);
  const [before] = await since();
  history.opened.clock.set('2021-01-01T00:00:00.000Z');
  await history.collect(1, 'enrolment', 'enrolment', { school: SCHOOL });
  await view.upTo();
  expect(await since()).toEqual([before]);
  expect(JSON.stringify(await view.db.selectFrom('record_state').selectAll().execute())).not.toContain('look again');
});

it('is found and counted by index', async () => {
  const view = viewOf();
  await view.upTo();
  const found = await queryPlan(view.db, workOf(view.db, 'h', ['2020', recordId(1), 'error', 'e'], 50));
  expect(found.join('\n')).not.toMatch(/SCAN|TEMP B-TREE/);
  const counted = await queryPlan(view.db, countedWork(view.db, { holders: ['a', 'b'], userId: 'u', task: 'error' }, 1000));
  expect(counted.join('\n')).not.toMatch(/SCAN work/);
});
