import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunningServer } from './support/running-server.js';
import { OTHER_VILLAGE, VILLAGE } from './support/small-county.js';
import { WorkedRecord } from './support/worked-record.js';

interface Item {
  readonly kind: string;
  readonly recordId?: string;
  readonly [member: string]: unknown;
}

interface Page {
  readonly items: readonly Item[];
  readonly totals: Readonly<Record<string, number>>;
  readonly nextCursor?: string;
}

const NONE = { review: 0, returned: 0, error: 0, finding: 0, transfer: 0, appeal: 0, correction: 0, 'spot-check': 0 };

let server: RunningServer;
beforeAll(async () => {
  server = await RunningServer.start();
});
afterAll(() => server.stop());

async function command(as: string, path: string, body: object): Promise<void> {
  const { status, body: answer } = await server.client.post(path, body, { as, upon: '*' });
  if (status > 201) throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`);
}

const page = async (as: string, query = '') => (await server.client.get<Page>(`/api/inbox?${query}`, { as })).body;
/** What waits for somebody but levels to sign, by kind and record. */
const work = async (as: string) => (await page(as)).items.filter(({ kind }) => kind !== 'review');
const of = (items: readonly Item[], record: WorkedRecord) => items.filter(({ recordId }) => recordId === record.id).map(({ kind }) => kind);
const opened = async (n: number) => (await WorkedRecord.open(server.client, n)).collect(n);

describe('the inbox', () => {
  it('has a returned line with its reasons for those who collect on it, until it goes up again', async () => {
    const record = await (await opened(0)).submit();
    const digest = await record.digest('household');
    const reasons = [{ field: 'address', reason: '地址不详' }];
    await record.post('village-reviewer', 'reviews', {
      decision: 'return',
      line: 'household',
      level: 'village',
      digest,
      to: 'collection',
      reasons,
    });
    for (const as of ['village-collector', 'village-helper', 'resident-helper']) {
      expect(await page(as)).toMatchObject({
        totals: { ...NONE, returned: 1 },
        items: [
          {
            kind: 'returned',
            recordId: record.id,
            name: '张小花',
            line: 'household',
            level: 'village',
            reasons,
            dueAt: null,
            overdue: false,
          },
        ],
      });
    }
    for (const as of ['other-collector', 'school-collector', 'poverty-officer', 'approver', 'auditor']) expect(await work(as)).toEqual([]);
    await record.post('village-collector', 'submissions', { line: 'household' });
    expect(await page('village-collector')).toMatchObject({ totals: NONE, items: [] });
  });

  it('has a line to accept for those of its new unit', async () => {
    const record = await opened(1);
    await record.post('village-collector', 'transfers', { line: 'household', to: OTHER_VILLAGE });
    expect(await work('other-collector')).toMatchObject([{ kind: 'transfer', recordId: record.id, from: VILLAGE, to: OTHER_VILLAGE }]);
    expect(of(await work('village-collector'), record)).toEqual([]);
    await record.post('other-collector', 'transfers/acceptance', { line: 'household' });
    expect(of(await work('other-collector'), record)).toEqual([]);
  });

  it('has a finding of a visit for everybody but the visitor who may decide it, and tells other helpers nothing of it', async () => {
    const record = await opened(2);
    const checked = { guardianPhone: { outcome: 'differs', value: '13900000000' } };
    await record.post('village-helper', 'visits', { method: 'home', purpose: '资助访', date: '2020-09-09', checked });
    const found = of(await work('village-collector'), record);
    expect(found).toEqual(['finding']);
    for (const as of ['poverty-officer', 'education-officer', 'approver']) expect(of(await work(as), record)).toEqual(['finding']);
    for (const as of ['village-helper', 'school-collector', 'auditor']) expect(of(await work(as), record)).toEqual([]);
    const [mine] = (await work('village-collector')).filter(({ recordId }) => recordId === record.id);
    expect(mine).toMatchObject({ finding: 'visit-differs', field: 'guardianPhone', line: 'household' });
    const [theirs] = (await work('resident-helper')).filter(({ recordId }) => recordId === record.id);
    expect(theirs).toMatchObject({ findingId: mine?.['findingId'] });
    expect(theirs).not.toHaveProperty('field');
    await command('village-collector', `/api/findings/${String(mine?.['findingId'])}/decision`, { accept: 1, reason: '已核对' });
    for (const as of ['village-collector', 'poverty-officer']) expect(of(await work(as), record)).toEqual([]);
  });

  it('has an error for those who may judge it, its correction for those who collect, an appeal for the auditor and for whoever is named', async () => {
    const record = await (await (await opened(3)).submit()).approveLines();
    await record.post('auditor', 'errors', { field: 'cardNumber', origin: 'audit' });
    const [error] = (await work('poverty-officer')).filter(({ kind }) => kind === 'error');
    expect(error).toMatchObject({ recordId: record.id, field: 'cardNumber', task: 'decide' });
    for (const as of ['education-officer', 'approver', 'second-approver']) expect(of(await work(as), record)).toEqual(['error']);
    for (const as of ['school-collector', 'village-collector', 'auditor']) expect(of(await work(as), record)).toEqual([]);
    const errorId = String(error?.['errorId']);
    await command('poverty-officer', `/api/errors/${errorId}/confirmation`, {});
    expect(of(await work('poverty-officer'), record)).toEqual([]);
    expect((await work('school-collector')).find(({ kind }) => kind === 'correction')).toMatchObject({ line: 'enrolment' });
    await command('school-collector', `/api/errors/${errorId}/attribution-appeals`, { reason: '银行抄错' });
    expect((await work('auditor')).filter(({ kind }) => kind === 'appeal')).toMatchObject([
      { errorId, appellant: 'school-collector', task: 'name-decider' },
    ]);
    await command('auditor', `/api/errors/${errorId}/decider`, { matter: 'appeal', userId: 'second-approver' });
    expect(of(await work('auditor'), record)).toEqual([]);
    expect((await work('second-approver')).filter(({ kind }) => kind === 'appeal')).toMatchObject([{ errorId, task: 'decide' }]);
  });

  it('counts what is on all pages, and has everything once on them', async () => {
    for (let n = 10; n < 16; n += 1) {
      const record = await opened(n);
      await record.post('village-collector', 'transfers', { line: 'household', to: OTHER_VILLAGE });
    }
    const all = await page('other-collector');
    expect(all.totals).toEqual({ ...NONE, transfer: 6 });
    const found: string[] = [];
    for (let cursor = '', more = true; more;) {
      const { items, totals, nextCursor } = await page('other-collector', `limit=2${cursor}`);
      expect(totals).toEqual(all.totals);
      found.push(...items.map(({ recordId }) => recordId ?? ''));
      more = nextCursor !== undefined;
      cursor = `&cursor=${nextCursor}`;
    }
    expect(found).toEqual(all.items.map(({ recordId }) => recordId));
    expect(new Set(found).size).toBe(6);
  });
});
