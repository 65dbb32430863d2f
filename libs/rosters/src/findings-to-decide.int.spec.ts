import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FindingsAsked } from '#records';
import type { Post, Staffing } from '#verification';
import { broken, civilRow, COLUMNS, csv, idNumber } from './testing/county.js';
import { OpenedRosters } from './testing/opened-rosters.js';

const LI = { name: '李欣怡', id: idNumber('20110305', 2) };
const COUNTY = '430482';

let rosters: OpenedRosters;
beforeEach(async () => {
  rosters = await OpenedRosters.open();
});
afterEach(() => rosters.close());

/** Somebody who holds one post. */
function holding(role: string, line: string, unit = COUNTY, onBehalfOf?: string): FindingsAsked {
  const post: Post = { role, unit, line };
  const held = { ...post, userId: 'u', name: 'u', from: '', ...(onBehalfOf !== undefined && { onBehalfOf }) };
  const staffing: Staffing = {
    unit: () => undefined,
    top: () => ({ code: COUNTY, name: '', kind: 'county', parent: '', region: COUNTY }),
    appointmentsOf: () => [held],
    holders: () => [held],
  };
  return { userId: 'u', staffing, time: '2020-09-10T00:00:00.000Z' };
}

describe('findings of rosters', () => {
  it('wait for the officers who decide them and for the approvers, until they are decided', async () => {
    const rows = [civilRow({ ...LI, id: broken(LI.id) }), civilRow(LI, { 姓名: '' })];
    await rosters.import([rosters.write('civil.csv', csv(COLUMNS.civil, rows))]);
    const findings = await rosters.findings();
    expect(findings.length).toBeGreaterThan(0);
    const work = rosters.toDecide;
    await work.upTo();
    const ids = async (asked: FindingsAsked) => (await work.waiting(asked, undefined, 100)).map(({ findingId }) => findingId).sort();
    const approver = await ids(holding('approver', 'county'));
    expect(approver).toEqual(
      findings
        .filter(({ status }) => status === 'open')
        .map(({ findingId }) => findingId)
        .sort(),
    );
    const officers = await Promise.all(['public-security', 'civil-affairs', 'education'].map((line) => ids(holding('officer', line))));
    expect([...new Set(officers.flat())].sort()).toEqual(approver);
    for (const asked of [holding('officer', 'poverty-alleviation'), holding('auditor', ''), holding('reviewer', 'household', '430482101')])
      expect(await ids(asked)).toEqual([]);
    expect(await work.count(holding('approver', 'county'), 100)).toBe(approver.length);
    expect(await work.count(holding('approver', 'county'), 1)).toBe(1);
    const all = await work.waiting(holding('approver', 'county', COUNTY, 'boss'), undefined, 100);
    expect(all[0]).toMatchObject({ kind: 'finding', onBehalfOf: 'boss', dueAt: null, overdue: false });
    const [first] = all;
    const behind = await work.waiting(holding('approver', 'county'), [first?.since ?? '', first?.findingId ?? ''], 100);
    expect(behind.map(({ findingId }) => findingId)).toEqual(all.slice(1).map(({ findingId }) => findingId));
  });

  it('concern nobody else', () => {
    const work = rosters.toDecide;
    expect(
      [holding('approver', 'county'), holding('officer', 'education'), holding('auditor', '')].map((asked) => work.concern(asked)),
    ).toEqual([true, true, false]);
  });
});
