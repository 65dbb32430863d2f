import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunningServer } from './support/running-server.js';
import { CYCLE, JUNIOR, OTHER_VILLAGE, VILLAGE } from './support/small-county.js';
import { WorkedRecord } from './support/worked-record.js';

let server: RunningServer;
beforeAll(async () => {
  server = await RunningServer.start();
});
afterAll(() => server.stop());

interface Check {
  readonly outcome: string;
  readonly value?: unknown;
  readonly note?: string;
  readonly current: boolean;
  readonly by: { readonly userId: string };
}

interface FieldBody {
  readonly field: string;
  readonly verdict: string;
  readonly checks: Readonly<Record<string, Check | null>>;
  readonly disagreement?: { readonly disagreementId: string; readonly status: string };
}

interface SummaryBody {
  readonly records: number;
  readonly openDisagreements: number;
  readonly fields: readonly { readonly field: string; readonly agree: number; readonly disagree: number; readonly notAsked: number }[];
}

interface DisagreementBody {
  readonly items: readonly { readonly recordId: string; readonly field: string; readonly status: string; readonly kind: string }[];
  readonly nextCursor?: string;
}

const ADDRESS = '新建村七组';
const confirmed = { outcome: 'confirmed' };
const differs = (value: string | number) => ({ outcome: 'differs', value, note: '与所见不符' });
const visited = (checked: object, method = 'home', date = '2020-09-09') => ({ method, purpose: '爱心访', date, checked });
const head = async () => String(await server.runtime.log.head());

async function fieldOf(record: WorkedRecord, field: string, as?: string, query = ''): Promise<FieldBody> {
  const { body } = await server.client.get<{ fields: readonly FieldBody[] }>(
    `/api/records/${record.id}/visits/agreement${query}`,
    as === undefined ? {} : { as },
  );
  return body.fields.find((one) => one.field === field) as FieldBody;
}

async function summaryOf(query: string, as = 'approver'): Promise<SummaryBody> {
  return (await server.client.get<SummaryBody>(`/api/visits/agreement?month=2020-09&${query}`, { as })).body;
}

async function disagreements(query: string, as = 'approver'): Promise<DisagreementBody> {
  return (await server.client.get<DisagreementBody>(`/api/visits/disagreements?${query}`, { as })).body;
}

interface FindingBody {
  readonly findingId: string;
  readonly detail: { readonly field: string };
  readonly status: string;
}

/** What visits of a record found otherwise, as it stands among the findings. */
async function findingOf(record: WorkedRecord, field = 'address'): Promise<FindingBody> {
  const question = `recordId=${record.id}&kind=visit-differs&minPosition=${await head()}`;
  const { body } = await server.client.get<{ items: readonly FindingBody[] }>(`/api/findings?${question}`, { as: 'approver' });
  return body.items.find(({ detail }) => detail.field === field) as FindingBody;
}

function decide(findingId: string, as: string, decision: object) {
  return server.client.post(`/api/findings/${findingId}/decision`, { ...decision, reason: '已与户口簿核对' }, { as });
}

describe('the three visits of a record', () => {
  it('are held against each other and the record; what differs keeps the line from going up until its collector has decided', async () => {
    const record = await (await WorkedRecord.open(server.client, 1)).collect(1);
    await record.post('village-helper', 'visits', visited({ address: confirmed, members: confirmed }));
    await record.post('resident-helper', 'visits', visited({ address: differs(ADDRESS) }, 'spot-check'));
    const before = await head();
    const disputed = await fieldOf(record, 'address', 'approver');
    expect(disputed).toMatchObject({
      verdict: 'disagree',
      checks: {
        'home-visit': { outcome: 'confirmed', current: true, by: { userId: 'village-helper' } },
        'spot-check': { outcome: 'differs', value: ADDRESS, note: '与所见不符', by: { userId: 'resident-helper' } },
      },
      disagreement: { status: 'open' },
    });
    expect(await fieldOf(record, 'members', 'approver')).toMatchObject({ verdict: 'single' });
    expect(await fieldOf(record, 'cardNumber', 'approver')).toEqual({
      field: 'cardNumber',
      line: 'enrolment',
      verdict: 'not-asked',
      checks: {},
    });
    expect((await record.get('approver')) as unknown).toMatchObject({
      disagreements: [{ field: 'address', status: 'open', kind: 'spot-check' }],
    });
    expect(await record.attempt('village-collector', 'submissions', { line: 'household' })).toMatchObject({
      status: 409,
      body: { code: 'requirements-missing', errors: [{ pointer: '/decisions/address', code: 'missing-decision' }] },
    });
    const finding = await findingOf(record);
    expect(finding).toMatchObject({
      kind: 'visit-differs',
      status: 'open',
      detail: {
        field: 'address',
        visit: 'spot-check',
        by: { userId: 'resident-helper' },
        proposals: [{ number: 1, action: 'take-found' }],
      },
    });
    expect(JSON.stringify(finding)).not.toContain(ADDRESS);
    expect(await decide(finding.findingId, 'resident-helper', { accept: 1 })).toMatchObject({ status: 403, body: { code: 'own-finding' } });
    expect(await decide(finding.findingId, 'teacher', { accept: 1 })).toMatchObject({ status: 403, body: { code: 'not-decider' } });
    expect(await decide(finding.findingId, 'village-collector', { accept: 2 })).toMatchObject({
      status: 422,
      body: { code: 'no-such-proposal' },
    });
    expect(await decide(finding.findingId, 'village-collector', { accept: 1 })).toMatchObject({
      status: 200,
      body: { findingId: finding.findingId, status: 'accepted', records: [record.id] },
    });
    expect(await findingOf(record)).toMatchObject({
      status: 'accepted',
      detail: { decision: { by: { userId: 'village-collector' }, reason: '已与户口簿核对' } },
    });
    expect(await record.attempt('village-collector', 'submissions', { line: 'household' }, { upon: '*' })).toMatchObject({ status: 200 });
    expect(await fieldOf(record, 'address', 'approver')).toMatchObject({
      checks: { 'home-visit': { current: false } },
      disagreement: { status: 'decided', settledBy: { userId: 'village-collector' } },
    });
    expect(await fieldOf(record, 'address', 'approver', `?asOf=${before}`)).toEqual(disputed);
  });

  it('become an error when they contradict what has been signed', async () => {
    const record = await (await (await WorkedRecord.open(server.client, 2)).collect(2)).submit();
    await record.approve('school-reviewer', 'enrolment', 'school');
    await record.post('teacher', 'visits', visited({ class: differs('3班') }, 'phone'));
    expect(await record.get('approver')).toMatchObject({ disagreements: [], errors: [{ field: 'class', status: 'reported' }] });
    await record.post('village-helper', 'visits', visited({ address: differs(ADDRESS) }));
    await record.approve('village-reviewer', 'household', 'village');
    expect(await record.get('approver')).toMatchObject({
      disagreements: [{ field: 'address', status: 'signed' }],
      errors: [{ field: 'class' }, { field: 'address', status: 'reported' }],
    });
  });

  it('are blind: nobody sees what the others found until their own is in, by whatever answer', async () => {
    const record = await (await WorkedRecord.open(server.client, 3)).collect(3);
    await record.post('resident-helper', 'visits', visited({ address: differs(ADDRESS) }, 'spot-check'));
    for (const as of ['teacher', undefined]) {
      expect(await fieldOf(record, 'address', as)).toEqual({
        field: 'address',
        line: 'household',
        verdict: 'not-asked',
        checks: { 'spot-check': null },
      });
      expect((await record.get(as)) as unknown).toMatchObject({ disagreements: [] });
      const sent = as === undefined ? {} : { as };
      const { body } = await server.client.get<object>(`/api/records/${record.id}/history`, sent);
      expect(JSON.stringify(body)).not.toContain(ADDRESS);
      expect(JSON.stringify(body)).not.toContain('"standing"');
    }
    const seen = async () => (await disagreements(`cycle=${CYCLE}&status=open`, 'teacher')).items.map(({ recordId }) => recordId);
    expect(await seen()).not.toContain(record.id);
    const before = await summaryOf(`school=${JUNIOR}`, 'teacher');
    await record.post('teacher', 'visits', visited({ class: confirmed }, 'online'));
    expect(await fieldOf(record, 'address', 'teacher')).toMatchObject({
      verdict: 'single',
      checks: { 'spot-check': { outcome: 'differs', value: ADDRESS } },
      disagreement: { status: 'open' },
    });
    expect(await seen()).toContain(record.id);
    expect((await summaryOf(`school=${JUNIOR}`, 'teacher')).records).toBe(before.records + 1);
  });
});

describe('the visits of a unit', () => {
  it('are summed by field and kind, for a school as for a village, as of any moment', async () => {
    const before = await summaryOf(`village=${VILLAGE}`);
    const field = (summary: SummaryBody, name: string) => summary.fields.find((one) => one.field === name);
    const record = await (await WorkedRecord.open(server.client, 4)).collect(4);
    await record.post('village-helper', 'visits', visited({ address: confirmed, guardian: differs('李春') }));
    await record.post('resident-helper', 'visits', visited({ address: confirmed, guardian: confirmed }, 'spot-check'));
    // The school year has not begun: no visit of it.
    const early = await record.attempt('resident-helper', 'visits', visited({ address: confirmed }, 'spot-check', '2020-08-09'));
    expect(early).toMatchObject({ status: 422, body: { code: 'outside-cycle' } });
    const after = await summaryOf(`village=${VILLAGE}`);
    expect(after.records).toBe(before.records + 1);
    expect(after.openDisagreements).toBe(before.openDisagreements + 1);
    const was = field(before, 'guardian');
    expect(field(after, 'guardian')).toMatchObject({ disagree: (was?.disagree ?? 0) + 1, notAsked: was?.notAsked });
    expect(field(after, 'address')).toMatchObject({ agree: (field(before, 'address')?.agree ?? 0) + 1 });
    expect(await summaryOf(`school=${JUNIOR}`)).toMatchObject({ records: after.records, fields: after.fields });
    expect(await summaryOf(`village=${OTHER_VILLAGE}`)).toMatchObject({ records: 0, openDisagreements: 0 });
    const asks = (query: string) => server.client.get<{ code: string }>(`/api/visits/agreement?month=2020-09${query}`, { as: 'approver' });
    expect(await asks('')).toMatchObject({ status: 422, body: { code: 'unit-needed' } });
    expect(await asks(`&school=${JUNIOR}&village=${VILLAGE}`)).toMatchObject({ status: 422, body: { code: 'unit-needed' } });
    expect(await asks('&village=430482')).toMatchObject({ status: 404 });
    expect(await server.client.get(`/api/visits/agreement?month=2020-09&school=${JUNIOR}`)).toMatchObject({ status: 403 });
  });

  it('have their disagreements in a list, page by page, by status and as of any moment', async () => {
    const record = await (await WorkedRecord.open(server.client, 5)).collect(5);
    const from = await head();
    await record.post('village-helper', 'visits', visited({ members: differs(9), headName: differs('张建') }));
    const open = await head();
    const { findingId } = await findingOf(record, 'members');
    expect(await decide(findingId, 'village-collector', { reject: true })).toMatchObject({ status: 200, body: { status: 'rejected' } });
    const own = async (query: string) =>
      (await disagreements(`village=${VILLAGE}&${query}`)).items
        .filter(({ recordId }) => recordId === record.id)
        .map(({ field, status }) => [field, status]);
    expect(await own('')).toEqual([
      ['members', 'decided'],
      ['headName', 'open'],
    ]);
    expect(await own('status=open')).toEqual([['headName', 'open']]);
    expect(await own(`asOf=${open}&status=open`)).toEqual([
      ['members', 'open'],
      ['headName', 'open'],
    ]);
    expect(await own(`asOf=${from}`)).toEqual([]);
    const all = await disagreements(`cycle=${CYCLE}`);
    const paged: string[] = [];
    for (let cursor = ''; ;) {
      const page = await disagreements(`cycle=${CYCLE}&limit=1${cursor}`);
      paged.push(...page.items.map(({ recordId, field }) => `${recordId} ${field}`));
      if (page.nextCursor === undefined) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(paged).toEqual(all.items.map(({ recordId, field }) => `${recordId} ${field}`));
    expect(await server.client.get('/api/visits/disagreements', { as: 'approver' })).toMatchObject({ status: 422 });
  });
});

describe('the sample of a month', () => {
  // Of a county of its own, in which nobody has been spot-checked.
  let other: RunningServer;
  beforeAll(async () => {
    other = await RunningServer.start();
  });
  afterAll(() => other.stop());

  interface SampleBody {
    readonly seed: string;
    readonly population: { readonly size: number };
    readonly records: readonly { readonly recordId: string; readonly checked: boolean }[];
    readonly checked: number;
  }
  const draw = (as: string, body: object, key?: string) =>
    other.client.post<{ code: string; outcomes: readonly object[] }>('/api/visits/samples', body, { as, ...(key && { key }) });
  const samples = async (query: string, as = 'approver') =>
    (await other.client.get<{ items: readonly SampleBody[] }>(`/api/visits/samples?month=2020-09&${query}`, { as })).body.items;

  it('is drawn once, by the county, and stands; anybody draws the same again; the view says who has been spot-checked', async () => {
    for (let n = 20; n < 32; n += 1) await (await WorkedRecord.open(other.client, n)).collect(n);
    expect(await draw('village-reviewer', { month: '2020-09', village: VILLAGE })).toMatchObject({
      status: 403,
      body: { code: 'not-drawer' },
    });
    expect(await draw('approver', { month: '2020-10', village: VILLAGE })).toMatchObject({ status: 422, body: { code: 'future-date' } });
    expect(await draw('approver', { month: '2020-09', village: OTHER_VILLAGE })).toMatchObject({
      status: 409,
      body: { code: 'nothing-to-draw' },
    });
    const [first, same] = await Promise.all([
      draw('approver', { month: '2020-09', village: VILLAGE }, 'draw'),
      draw('approver', { month: '2020-09', village: VILLAGE }, 'draw'),
    ]);
    expect(first).toMatchObject({ status: 200, body: { outcomes: [{ unit: VILLAGE, outcome: 'drawn' }] } });
    expect(same).toMatchObject({ status: 200, body: first?.body });
    expect(await draw('auditor', { month: '2020-09', village: VILLAGE })).toMatchObject({ status: 409, body: { code: 'already-drawn' } });
    expect(await draw('auditor', { month: '2020-09' })).toMatchObject({
      status: 200,
      body: { outcomes: [{ unit: VILLAGE, outcome: 'drawn-before' }] },
    });
    const [sample] = await samples('');
    expect(sample).toMatchObject({ checked: 0, records: [{ checked: false }, { checked: false }] });
    expect(sample?.records).toHaveLength(Math.ceil((sample?.population.size ?? 0) / 10));
    await (await WorkedRecord.open(other.client, 40)).collect(40);
    const proof = await other.client.get<{ matches: boolean; drawn: readonly string[]; seed: string }>(
      `/api/visits/samples/proof?month=2020-09&village=${VILLAGE}`,
    );
    expect(proof.body).toMatchObject({ matches: true, seed: sample?.seed, drawn: sample?.records.map(({ recordId }) => recordId) });
    const before = String(await other.runtime.log.head());
    const [drawn] = sample?.records ?? [];
    const check = (as: string, date: string) =>
      other.client.post(`/api/records/${drawn?.recordId}/visits`, { method: 'home', purpose: '资助访', date }, { as, upon: '*' });
    await check('village-helper', '2020-09-09');
    expect(await check('resident-helper', '2020-08-31')).toMatchObject({ status: 422, body: { code: 'outside-cycle' } });
    expect((await samples(''))[0]).toMatchObject({ checked: 0 });
    await check('resident-helper', '2020-09-10');
    expect((await samples(''))[0]).toMatchObject({ checked: 1, records: [{ checked: true }, { checked: false }] });
    expect((await samples(`asOf=${before}`))[0]).toEqual(sample);
    expect(await samples('mine=true', 'resident-helper')).toHaveLength(1);
    expect(await samples('mine=true', 'other-collector')).toEqual([]);
    expect(await other.client.get('/api/visits/samples/proof?month=2020-08&village=430482101201')).toMatchObject({
      status: 404,
      body: { code: 'no-sample' },
    });
  });
});
