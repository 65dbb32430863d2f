import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { View } from '#projections';
import { recordsProjection, type RecordsTables } from '#records';
import { studentAid } from '#student-aid';
import { expectPlan, queryPlan } from '../../records/src/projections/testing/query-plan.js';
import { anyMove, stepsOf } from '../../records/src/projections/testing/random-moves.js';
import { RecordHistory } from '../../records/src/projections/testing/record-history.js';
import { ChangedRows, CountyChanges } from './unit-changes.js';

const CYCLE = '2020-2021';
const positionOf = (n: number) => String(n).padStart(16, '0');

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
  ])('of %s are found among its own rows by index', async (_what, units) => {
    const changed = new ChangedRows(view.db, { units, cycle: CYCLE, from: positionOf(1), to: positionOf(9) });
    const plan = await queryPlan(view.db, changed.idsQuery('r', 10));
    expectPlan(plan, () => {
      expect(plan.join('\n')).toMatch(/SEARCH record_list USING (COVERING )?INDEX record_list_by_/);
      expect(plan.join('\n')).not.toMatch(/SCAN/);
    });
  });

  it('of the county are found among the rows that began in between, by their number, in order', async () => {
    const changes = new CountyChanges(view.db, { cycle: CYCLE, from: positionOf(1), to: positionOf(9) });
    const rows = await queryPlan(view.db, changes.rowsQuery(1, 9, 10));
    expectPlan(rows, () => {
      expect(rows.join('\n')).toMatch(/SEARCH record_list USING INTEGER PRIMARY KEY \(rowid>\? AND rowid<\?\)/);
      expect(rows.join('\n')).not.toMatch(/SCAN|TEMP B-TREE/);
    });
    for (const query of [changes.lastRowUpTo(positionOf(1)), changes.lastRowFrom(positionOf(9))]) {
      expect((await queryPlan(view.db, query)).join('\n')).toMatch(/SEARCH count_batch USING PRIMARY KEY/);
    }
  });
});

describe('the changes of the county', () => {
  const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 2 });

  it('are those that looking at every row finds, between whatever positions, page by page', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyMove, { minLength: 5, maxLength: 40 }),
        places,
        fc.integer({ min: 1, max: 3 }),
        async (moves, at, limit) => {
          const run = new RecordHistory();
          try {
            const rows = run.opened.runner().view(recordsProjection(studentAid, 3));
            const positions = ['0'.repeat(16)];
            for (const step of stepsOf(moves)) positions.push(await step(run));
            await rows.upTo();
            const [from = '', to = ''] = at.map((place) => positions[Math.round(place * (positions.length - 1))] ?? '').sort();
            const between = { cycle: CYCLE, from, to };
            const all = new ChangedRows(rows.db, { ...between, units: {} });
            const ids = (await all.keys(undefined, 1_000)).map(({ recordId }) => recordId);
            expect((await pagesOf(new CountyChanges(rows.db, between), limit)).sort()).toEqual(textsOf(await all.records(ids)).sort());
          } finally {
            await run.close();
          }
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);
});

const textsOf = (records: readonly object[]) => records.map((record) => JSON.stringify(record));

async function pagesOf(changes: CountyChanges, limit: number): Promise<string[]> {
  const found: string[] = [];
  for (let after: string | undefined; ;) {
    const keys = await changes.keys(after, limit);
    found.push(...textsOf(await changes.records(keys.map(({ recordId }) => recordId))));
    if (keys.length < limit) return found;
    after = keys.at(-1)?.key;
  }
}
