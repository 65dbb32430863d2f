import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunningServer } from './support/running-server.js';
import { OTHER_VILLAGE, VILLAGE } from './support/small-county.js';
import { WorkedRecord } from './support/worked-record.js';

interface Item {
  readonly kind: string;
  readonly recordId: string;
  readonly level?: string;
  readonly month?: string;
  readonly overdue: boolean;
}

let server: RunningServer;
let records: readonly WorkedRecord[];
let drawn: readonly string[];
beforeAll(async () => {
  server = await RunningServer.start();
  const opened: WorkedRecord[] = [];
  // One in ten is drawn: five of them.
  for (let n = 0; n < 41; n += 1) opened.push(await (await WorkedRecord.open(server.client, n)).collect(n));
  records = opened;
  await post(
    '/api/appointments',
    { username: 'other-collector', role: 'resident-helper', unit: OTHER_VILLAGE, line: 'household' },
    'administrator',
  );
  await post(
    '/api/appointments',
    { username: 'village-reviewer', role: 'resident-helper', unit: VILLAGE, line: 'household' },
    'administrator',
  );
});
afterAll(() => server.stop());

async function post(path: string, body: object, as: string): Promise<void> {
  const { status, body: answer } = await server.client.post(path, body, { as, upon: '*' });
  if (status > 201) throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`);
}

async function page(as: string, query = ''): Promise<{ readonly items: readonly Item[]; readonly nextCursor?: string }> {
  return (await server.client.get<{ items: readonly Item[]; nextCursor?: string }>(`/api/inbox?${query}`, { as })).body;
}

const waiting = async (as: string) => (await page(as)).items.map(({ kind, recordId, level }) => `${level ?? kind} ${recordId}`);
const check = (recordId: string | undefined, as: string, date: string) =>
  post(`/api/records/${recordId}/visits`, { method: 'spot-check', purpose: '资助访', date }, as);
const ofDrawn = (some: readonly string[]) => [...some].sort().map((recordId) => `spot-check ${recordId}`);

describe('the inbox', () => {
  it('has what was drawn for a spot check, for whoever makes them in the village and nobody else', async () => {
    expect(await waiting('resident-helper')).toEqual([]);
    await post('/api/visits/samples', { month: '2020-09' }, 'approver');
    const { body } = await server.client.get<{ items: readonly { records: readonly { recordId: string }[] }[] }>(
      '/api/visits/samples?month=2020-09',
      { as: 'approver' },
    );
    drawn = (body.items[0]?.records ?? []).map(({ recordId }) => recordId);
    expect(drawn).toHaveLength(5);
    expect(await waiting('resident-helper')).toEqual(ofDrawn(drawn));
    expect((await page('resident-helper')).items[0]).toEqual({
      kind: 'spot-check',
      recordId: [...drawn].sort()[0],
      name: '张小花',
      cycle: '2020-2021',
      unit: VILLAGE,
      month: '2020-09',
      dueAt: '2020-09-30T15:59:59.999Z',
      overdue: false,
    });
    for (const as of ['village-helper', 'village-collector', 'other-collector', 'teacher', 'approver'])
      expect(await waiting(as)).toEqual([]);
  });

  it('has them page by page', async () => {
    const first = await page('resident-helper', 'limit=3');
    const second = await page('resident-helper', `limit=3&cursor=${first.nextCursor}`);
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([3, 2, undefined]);
    expect([...first.items, ...second.items].map(({ recordId }) => recordId)).toEqual([...drawn].sort());
  });

  it('has them for whoever stands in for another, saying for whom', async () => {
    const delegation = { person: 'resident-helper', delegate: 'teacher', to: '2020-09-20T00:00:00+08:00' };
    await post('/api/delegations', delegation, 'administrator');
    expect(await page('teacher')).toMatchObject({ items: drawn.map(() => ({ onBehalfOf: 'resident-helper' })) });
  });

  it('has them among the levels that wait, what is due first first, whatever the page', async () => {
    const others = records.filter(({ id }) => !drawn.includes(id));
    const [early, late] = [others[0], others[1]];
    await early?.post('village-collector', 'submissions', { line: 'household' });
    await server.setClock('2020-09-28T10:00:00+08:00');
    await late?.post('village-collector', 'submissions', { line: 'household' });
    const expected = [`village ${early?.id}`, ...ofDrawn(drawn), `village ${late?.id}`];
    expect(await waiting('village-reviewer')).toEqual(expected);
    const found: string[] = [];
    for (let cursor = '', more = true; more;) {
      const { items, nextCursor } = await page('village-reviewer', `limit=1${cursor}`);
      found.push(...items.map(({ kind, recordId, level }) => `${level ?? kind} ${recordId}`));
      more = nextCursor !== undefined;
      cursor = `&cursor=${nextCursor}`;
    }
    expect(found).toEqual(expected);
  });

  it('has them until a spot check was made in the month, the student has moved away or the record is closed', async () => {
    const [checked, moved, closed] = drawn;
    await check(checked, 'village-helper', '2020-09-11');
    await expect(check(checked, 'resident-helper', '2020-08-31')).rejects.toThrow('outside-cycle');
    expect(await waiting('resident-helper')).toEqual(ofDrawn(drawn));
    await check(checked, 'resident-helper', '2020-09-11');
    expect(await waiting('resident-helper')).toEqual(ofDrawn(drawn.slice(1)));
    await post(`/api/records/${moved}/transfers`, { line: 'household', to: OTHER_VILLAGE }, 'village-collector');
    expect(await waiting('resident-helper')).toEqual(ofDrawn(drawn.slice(2)));
    expect(await waiting('other-collector')).toEqual([`transfer ${moved}`]);
    await post(`/api/records/${closed}/closure`, { reason: 'moved-away' }, 'village-collector');
    expect(await waiting('resident-helper')).toEqual(ofDrawn(drawn.slice(3)));
  });

  it('has them as overdue for one month more, in which a check that was made in time is still entered', async () => {
    await server.setClock('2020-10-08T10:00:00+08:00');
    const { items } = await page('resident-helper');
    expect(items.map(({ recordId, overdue }) => `${recordId} ${overdue}`)).toEqual([...drawn.slice(3)].sort().map((id) => `${id} true`));
    await check(drawn[3], 'resident-helper', '2020-10-08');
    expect(await waiting('resident-helper')).toEqual(ofDrawn(drawn.slice(3)));
    await check(drawn[3], 'resident-helper', '2020-09-30');
    expect(await waiting('resident-helper')).toEqual(ofDrawn(drawn.slice(4)));
    await server.setClock('2020-11-01T00:00:00+08:00');
    expect(await waiting('resident-helper')).toEqual([]);
  });
});
