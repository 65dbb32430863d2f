import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { View } from '#projections';
import { studentAid } from '#student-aid';
import { recordsProjection } from '../projections/records.projection.js';
import { NEVER, type RecordsTables } from '../projections/tables.js';
import { HOUSEHOLD_ROUTE, RecordHistory, recordId } from '../projections/testing/record-history.js';
import { expectPlan, queryPlan } from '../projections/testing/query-plan.js';
import { candidates, groupsInPlace, inboxKey, waitingFor, waitingOfGroups, type InboxKey } from './inbox-rows.js';
import { groupsById, postsById } from './waiting-groups.js';

let history: RecordHistory;
let view: View<RecordsTables>;
beforeEach(() => {
  history = new RecordHistory();
  view = history.opened.runner().view(recordsProjection(studentAid));
});
afterEach(() => history.close());

const posts = HOUSEHOLD_ROUTE.steps[0]?.posts ?? [];

async function keys(page: number, from?: InboxKey): Promise<string[]> {
  const found: string[] = [];
  for await (const rows of candidates(view.db, { posts, without: [], inPlace: [] }, from, page))
    found.push(...rows.map((row) => inboxKey(row).join(' ')));
  return found;
}

describe('what waits at several posts', () => {
  it('comes once each, the earliest deadline first and what has none last, however large the pages are', async () => {
    const due = [undefined, '2020-09-03T00:00:00.000Z', '2020-09-01T00:00:00.000Z', '2020-09-03T00:00:00.000Z', '2020-09-02T00:00:00.000Z'];
    for (const [n, dueAt] of due.entries()) {
      await history.open(n);
      await history.submit(n, 1, dueAt);
    }
    // One is a level further: it waits at two of the posts only.
    await history.sign(3, 1, 'village', 'signer', '2020-09-04T00:00:00.000Z');
    await view.upTo();
    const expected = [
      `2020-09-01T00:00:00.000Z ${recordId(2)} household village`,
      `2020-09-02T00:00:00.000Z ${recordId(4)} household village`,
      `2020-09-03T00:00:00.000Z ${recordId(1)} household village`,
      `2020-09-04T00:00:00.000Z ${recordId(3)} household township`,
      `${NEVER} ${recordId(0)} household village`,
    ];
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 7 }), async (page) => {
        expect(await keys(page)).toEqual(expected);
      }),
      { numRuns: 7 },
    );
    expect(await keys(2, expected[2]?.split(' ') as unknown as InboxKey)).toEqual(expected.slice(3));
  });

  it('is found by index in its order', async () => {
    await view.upTo();
    const [post] = posts;
    if (post === undefined) throw new Error('no post');
    const plan = await queryPlan(
      view.db,
      waitingFor(view.db, { post, without: ['a', 'b'] }, ['2020', recordId(1), 'household', 'village'], 50),
    );
    expect(plan[0]).toMatch(/^SEARCH p USING PRIMARY KEY/);
    expect(plan.join('\n')).not.toMatch(/SCAN|TEMP B-TREE/);
  });

  it('in place of others is found by who is barred', async () => {
    await view.upTo();
    const before = [
      { waitingPosts: 'a', person: 'collector' },
      { waitingPosts: 'b', person: 'collector' },
    ];
    const plan = [
      ...(await queryPlan(view.db, groupsInPlace(view.db, before))),
      ...(await queryPlan(view.db, waitingOfGroups(view.db, ['a', 'b']))),
    ];
    expectPlan(
      plan.filter((line) => !line.startsWith('SCAN w')),
      (lines) =>
        expect(lines.filter((line) => line.startsWith('SEARCH'))).toEqual([
          'SEARCH b USING PRIMARY KEY (person=? AND waiting_posts=?)',
          'SEARCH i EXISTS USING COVERING INDEX inbox_by_group (waiting_group=?)',
          'SEARCH inbox USING INDEX inbox_by_group (waiting_group=?)',
        ]),
    );
  });

  it('is judged by groups that are found by their ids', async () => {
    await view.upTo();
    expect((await queryPlan(view.db, groupsById(view.db, ['a', 'b'])))[0]).toMatch(/^SEARCH waiting_group USING PRIMARY KEY/);
    expect((await queryPlan(view.db, postsById(view.db, ['a', 'b'])))[0]).toMatch(/^SEARCH waiting_posts USING PRIMARY KEY/);
  });
});
