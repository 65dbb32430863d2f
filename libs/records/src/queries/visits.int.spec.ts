import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { View } from '#projections';
import { studentAid } from '#student-aid';
import { recordsProjection } from '../projections/records.projection.js';
import { visitsProjection } from '../projections/visits.projection.js';
import type { VisitsTables } from '../projections/visits-tables.js';
import { expectPlan, queryPlan } from '../projections/testing/query-plan.js';
import { envelope, RecordHistory, recordId } from '../projections/testing/record-history.js';
import type { RecordsView } from '../projections/records-view.js';
import { SampledPopulation } from '../sampled-population.js';
import { Samples } from './get-samples.js';
import { disagreementRows } from './list-disagreements.js';
import { drawnStillThere, visitsToDrawn } from './spot-checks.js';
import { agreementCounts, FoundByVisits } from './summarise-agreement.js';

const position = '0000000000000009';
const month = '2020-09';
const seenBy = { userId: 'teacher', position };
const village = { column: 'village', code: '430482101201', name: '' } as const;
const school = { column: 'school', code: '3043482005', name: '' } as const;

let history: RecordHistory;
let view: View<VisitsTables>;
beforeEach(async () => {
  history = new RecordHistory();
  view = history.opened.runner().view(visitsProjection);
  await history.open(1);
  await view.upTo();
});
afterEach(() => history.close());

async function mustBeFound(query: Parameters<typeof queryPlan>[1], by: RegExp): Promise<void> {
  expectPlan(await queryPlan(view.db, query), (lines) => {
    const plan = lines.join('\n');
    expect(plan).toMatch(by);
    expect(plan).not.toMatch(/SCAN|TEMP B-TREE/);
  });
}

describe('what visits have found', () => {
  it.each([
    ['a village', village],
    ['a school', school],
  ])('about the records of %s in a month is found by index, in order', async (_what, unit) => {
    for (const seen of [undefined, seenBy]) {
      const found = new FoundByVisits(view.db, { unit, position, seenBy: seen });
      const byIndex = new RegExp(`SEARCH visit_check USING INDEX visit_check_by_${unit.column}`);
      await mustBeFound(found.checks(month), byIndex);
      await mustBeFound(found.checks(month, { record_id: recordId(1), field: 'name', position }), byIndex);
    }
  });

  it('is the same, however few rows are read at once', async () => {
    for (const n of [1, 2]) {
      await history.collect(n, 'household', 'household', { region: village.code });
      for (const text of ['x', 'y']) {
        const checked = { name: { outcome: 'differs', value: envelope(text) }, sex: { outcome: 'confirmed', value: envelope(text) } };
        const data = { method: 'home', purpose: '资助访', date: '2020-09-09', peopleMet: [], checked };
        await history.opened.append(`record-${recordId(n)}`, 'visit-recorded', data);
      }
    }
    const found = new FoundByVisits(view.db, { unit: village, position: await view.upTo() });
    const whole = await found.allChecks(month);
    expect(whole.map(({ record_id, field }) => `${record_id} ${field}`)).toEqual(
      [1, 2].flatMap((n) => ['name', 'name', 'sex', 'sex'].map((field) => `${recordId(n)} ${field}`)),
    );
    for (const size of [1, 3, 8]) expect(await found.allChecks(month, size)).toEqual(whole);
  });

  it.each([
    ['a village', village, 'disagreement_by_village'],
    ['a school', school, 'disagreement_by_school'],
    ['a cycle', '2020-2021', 'disagreement_by_cycle'],
  ])('otherwise about %s is found by index, in order', async (_what, of, index) => {
    const byIndex = new RegExp(`SEARCH disagreement USING INDEX ${index}`);
    for (const narrowed of [{}, { status: 'open' }, { status: 'decided', seenBy }, { cycle: '2020-2021', after: ['1', 'x'] as const }]) {
      await mustBeFound(disagreementRows(view.db, { of, position, ...narrowed }, 10), byIndex);
    }
    if (typeof of !== 'string') await mustBeFound(new FoundByVisits(view.db, { unit: of, position, seenBy }).openDisagreements(), byIndex);
  });
});

describe('samples', () => {
  it('of a month, and the visits to their records, are found by key and index', async () => {
    const samples = new Samples(view.db, { month, position });
    await mustBeFound(samples.draws(undefined, '1', 10), /SEARCH draw USING/);
    await mustBeFound(samples.visitsToDrawn(['1', '2']), /SEARCH visit USING (COVERING )?INDEX visit_of_record/);
  });

  it('that wait for a person in some villages are found by key and index', async () => {
    const drawings = { months: ['2020-08', month], units: [village.code, '430482102201'] };
    await mustBeFound(drawnStillThere(view.db, drawings), /SEARCH drawn USING .*\(month=\? AND unit=\?/);
    await mustBeFound(visitsToDrawn(view.db, drawings), /SEARCH visit USING (COVERING )?INDEX visit_of_record/);
  });

  it('are drawn from the records of a village that are found by place', async () => {
    const records = history.opened.runner().view(recordsProjection(studentAid));
    await records.upTo();
    const population = new SampledPopulation({ db: records.db } as RecordsView);
    const query = population.query({ cycle: '2020-2021', unit: village.code, position });
    expectPlan(await queryPlan(records.db, query), (plan) => {
      expect(plan.join('\n')).toMatch(/SEARCH record_list USING (COVERING )?INDEX record_list_by_place \(cycle=\? AND place=\?/);
      expect(plan.join('\n')).not.toMatch(/SCAN|TEMP B-TREE/);
    });
  });
});

describe('the matrix summed', () => {
  const row = (record_id: string, field: string, role: string, found?: string | null) => ({
    record_id,
    field,
    role,
    method: 'home',
    outcome: found === undefined ? ('confirmed' as const) : ('differs' as const),
    found: found ?? null,
  });
  const of = (rows: Parameters<typeof agreementCounts>[0], field: string) =>
    agreementCounts(rows, studentAid).fields.find((one) => one.field === field);

  it('counts each record once for each field, by the last finding of each kind', () => {
    const rows = [
      row('a', 'address', 'helper', 'x'),
      row('a', 'address', 'helper'),
      row('a', 'address', 'resident-helper'),
      row('a', 'members', 'helper-teacher'),
      row('b', 'address', 'helper'),
      row('b', 'address', 'resident-helper', 'y'),
      row('c', 'address', 'helper', 'x'),
      row('c', 'address', 'resident-helper', null),
    ];
    expect(agreementCounts(rows, studentAid).records).toBe(3);
    expect(of(rows, 'address')).toMatchObject({
      kinds: {
        'home-visit': { confirmed: 2, differs: 1 },
        'spot-check': { confirmed: 1, differs: 2 },
        inquiry: { confirmed: 0, differs: 0 },
      },
      agree: 2,
      disagree: 1,
      single: 0,
      notAsked: 0,
    });
    expect(of(rows, 'members')).toMatchObject({ agree: 0, disagree: 0, single: 1, notAsked: 2 });
  });

  it('names every field, and leaves out who is none of the three, and fields that the type does not have', () => {
    const counts = agreementCounts([row('a', 'address', 'collector'), row('b', 'shoe-size', 'helper')], studentAid);
    expect(counts.records).toBe(1);
    expect(counts.fields.map(({ field }) => field)).toEqual(studentAid.sections.flatMap(({ fields }) => fields.map(({ name }) => name)));
    expect(counts.fields.every(({ notAsked }) => notAsked === 1)).toBe(true);
  });
});
