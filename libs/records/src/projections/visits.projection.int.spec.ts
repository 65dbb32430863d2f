import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { View } from '#projections';
import { CYCLE, envelope, envelopes, RecordHistory, recordId } from './testing/record-history.js';
import { visitsProjection } from './visits.projection.js';
import type { VisitsTables } from './visits-tables.js';

let history: RecordHistory;
beforeEach(() => {
  history = new RecordHistory();
});
afterEach(() => history.close());

const viewOf = (of: RecordHistory): View<VisitsTables> => of.opened.runner().view(visitsProjection);
const append = (of: RecordHistory, n: number, type: string, data: unknown) => of.opened.append(`record-${recordId(n)}`, type, data);

function visit(of: RecordHistory, n: number, checked: object, date = '2020-09-09') {
  return append(of, n, 'visit-recorded', { method: 'home', purpose: '资助访', date, peopleMet: [], checked });
}

function find(of: RecordHistory, n: number, id: string) {
  const data = { disagreementId: id, field: 'name', line: 'household', standing: null, kind: 'home-visit', visit: 1 };
  return append(of, n, 'disagreement-found', data);
}

function settle(of: RecordHistory, n: number, id: string) {
  return append(of, n, 'disagreement-settled', { disagreementId: id, outcome: 'decided', standing: null });
}

async function allRows({ db }: View<VisitsTables>) {
  return {
    visits: await db.selectFrom('visit').selectAll().orderBy('position').execute(),
    checks: await db.selectFrom('visit_check').selectAll().orderBy('position').orderBy('field').execute(),
    disagreements: await db.selectFrom('disagreement').selectAll().orderBy('id').execute(),
    placed: await db.selectFrom('placed').selectAll().orderBy('record_id').execute(),
  };
}

describe('the projection of visits', () => {
  it('keeps a visit with what it found, where the student was placed then', async () => {
    await history.open(1);
    const values = envelopes({ school: 's1', region: 'v1' });
    const statement = { department: 'education', file: 'f', fileLine: 1, asOf: '2020-09-01', values, merged: {} };
    await append(history, 1, 'statement-recorded', { ...statement, took: ['school'] });
    const first = await visit(history, 1, {
      name: { outcome: 'confirmed', value: envelope('张小花') },
      sex: { outcome: 'differs', value: envelope('male') },
      grade: { outcome: 'differs' },
    });
    await history.collect(1, 'household', 'household', { region: 'v2' });
    const transfer = { line: 'enrolment', from: 's1', to: 's2', values: envelopes({ school: 's2' }) };
    await append(history, 1, 'record-transferred', transfer);
    const second = await visit(history, 1, {}, '2020-08-31');
    const view = viewOf(history);
    await view.upTo();
    const { visits, checks, placed } = await allRows(view);
    expect(visits).toMatchObject([
      { position: first, record_id: recordId(1), cycle: CYCLE, month: '2020-09', school: 's1', village: '' },
      { position: second, month: '2020-08', school: 's2', village: 'v2' },
    ]);
    expect(checks.map(({ field, outcome, found }) => [field, outcome, found])).toEqual([
      ['grade', 'differs', null],
      ['name', 'confirmed', null],
      ['sex', 'differs', envelope('male').c],
    ]);
    expect(placed).toEqual([{ record_id: recordId(1), school: 's2', village: 'v2' }]);
  });

  it('keeps a disagreement until it is settled, and what it came to', async () => {
    await history.open(1);
    await history.collect(1, 'household', 'household', { region: 'v1' });
    const found = await find(history, 1, 'a');
    await find(history, 1, 'b');
    const settled = await settle(history, 1, 'a');
    const view = viewOf(history);
    await view.upTo();
    expect((await allRows(view)).disagreements).toMatchObject([
      { id: 'a', village: 'v1', from_position: found, to_position: settled, outcome: 'decided' },
      { id: 'b', to_position: null, outcome: null },
    ]);
  });

  it('keeps a sample with the records that were drawn, in their order', async () => {
    const data = {
      month: '2020-09',
      unit: 'v1',
      cycle: CYCLE,
      seed: 'seed',
      definition: 1,
      rule: { version: 1, percent: 10, minimum: 1, kind: 'spot-check' },
      population: { position: '1', size: 20, digest: '0'.repeat(64) },
      drawn: [recordId(2), recordId(1)],
    };
    const position = await history.opened.append('spot-checks-2020-09-v1', 'spot-checks-drawn', data);
    const view = viewOf(history);
    await view.upTo();
    const { data: stored, ...draw } = await view.db.selectFrom('draw').selectAll().executeTakeFirstOrThrow();
    expect(draw).toEqual({ month: '2020-09', unit: 'v1', position });
    expect(JSON.parse(stored)).toEqual(data);
    expect(await view.db.selectFrom('drawn').select(['place', 'record_id']).orderBy('place').execute()).toEqual([
      { place: 0, record_id: recordId(2) },
      { place: 1, record_id: recordId(1) },
    ]);
  });

  it('is the same however the log was cut into batches', async () => {
    const step = fc.record({
      record: fc.integer({ min: 1, max: 3 }),
      what: fc.constantFrom('visit', 'school', 'village', 'find', 'settle'),
      choice: fc.integer({ min: 0, max: 2 }),
      /** Whether somebody reads then, so that a batch ends. */
      read: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const run = new RecordHistory();
        try {
          const view = viewOf(run);
          const found = new Set<string>();
          for (const { record, what, choice, read } of steps) {
            const id = `${record}.${choice}`;
            if (what === 'visit') await visit(run, record, { name: { outcome: 'differs', value: envelope(choice) } });
            if (what === 'school') await run.collect(record, 'enrolment', 'enrolment', { school: `s${choice}` });
            if (what === 'village') await run.collect(record, 'household', 'household', { region: `v${choice}` });
            if (what === 'find' && !found.has(id)) await find(run, record, id);
            if (what === 'settle' && found.has(id)) await settle(run, record, id);
            if (what === 'find') found.add(id);
            if (read) await view.upTo();
          }
          await view.upTo();
          // A home of its own, which takes the whole log at once.
          const other = run.opened.runner().view({ ...visitsProjection, version: 99 });
          await other.upTo();
          expect(await allRows(view)).toEqual(await allRows(other));
        } finally {
          await run.close();
        }
      }),
      { numRuns: 15 },
    );
  }, 60_000);
});
