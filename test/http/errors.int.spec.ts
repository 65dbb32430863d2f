import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunningServer } from './support/running-server.js';
import { VILLAGE } from './support/small-county.js';
import { WorkedRecord, type CommandBody } from './support/worked-record.js';

interface Answered extends CommandBody {
  readonly errorId?: string;
  readonly errors?: readonly { readonly pointer: string }[];
}

interface Listed {
  readonly errorId: string;
  readonly status: string;
  readonly alreadyChanged: boolean;
  readonly answerers: readonly {
    readonly name: string;
    readonly role: string;
    readonly unitName: string;
    readonly answers: boolean;
    readonly acts: readonly { readonly act: string; readonly level?: string }[];
    readonly appeal?: { readonly status: string };
  }[];
  readonly tasks?: readonly string[];
}

interface Page {
  readonly items: readonly Listed[];
  readonly nextCursor?: string;
  readonly asOf: { readonly position: string };
  readonly code?: string;
}

interface Entry {
  readonly eventId: string;
  readonly type: string;
  readonly actor: { readonly userId: string };
  readonly data: Readonly<Record<string, unknown>>;
}

let server: RunningServer;
let record: WorkedRecord;
let errorId: string;

beforeAll(async () => {
  server = await RunningServer.start();
  record = await (await (await (await WorkedRecord.open(server.client, 1)).collect(1)).submit()).approveLines();
  await record.approve('approver', 'joint', 'county');
});
afterAll(() => server.stop());

const report = (body: object, as = 'auditor', key?: string) =>
  server.client.post<Answered>(
    `/api/records/${record.id}/errors`,
    { origin: 'audit', ...body },
    {
      as,
      upon: '*',
      ...(key !== undefined && { headers: { 'idempotency-key': key } }),
    },
  );
const list = async (query: string, as = 'auditor') => (await server.client.get<Page>(`/api/errors${query}`, { as })).body;
const idsIn = ({ items }: Page) => items.map((one) => one.errorId);
const decide = (path: string, body: object, as: string) =>
  server.client.post<Answered>(`/api/errors/${errorId}/${path}`, body, { as, upon: '*' });
const correct = (body: object) =>
  server.client.post<Answered>(`/api/records/${record.id}/corrections`, body, { as: 'village-helper', upon: '*' });
const historyOf = async () => (await server.client.get<{ entries: readonly Entry[] }>(`/api/records/${record.id}/history`)).body.entries;

describe('a report over HTTP', () => {
  it('answers the id of the error, also a second one, also again', async () => {
    const first = await report({ field: 'address' }, 'auditor', 'report-1');
    errorId = first.body.errorId ?? '';
    expect(first).toMatchObject({ status: 200, body: { events: 1 } });
    expect(await report({ field: 'address' }, 'auditor', 'report-1')).toMatchObject({ status: 200, body: { errorId, events: 0 } });
    expect(await report({ field: 'address' }, 'poverty-officer')).toMatchObject({ status: 200, body: { errorId, events: 0 } });
  });
});

describe('errors over HTTP', () => {
  it('stand in lists for whom they wait, and have an address of their own', async () => {
    expect(await list('?mine=true', 'education-officer')).toMatchObject({ items: [{ errorId, status: 'reported', tasks: ['decide'] }] });
    expect((await server.client.get<Page>('/api/errors')).status).toBe(403);
    expect(await decide('confirmation', {}, 'education-officer')).toMatchObject({ status: 200, body: { errorId } });
    const { status, body } = await server.client.get<Listed>(`/api/errors/${errorId}`, { as: 'village-collector' });
    expect(status).toBe(200);
    expect(
      body.answerers.map(({ name, role, unitName, acts }) => [name, role, unitName, acts.map(({ act, level }) => level ?? act)]),
    ).toEqual([
      ['甲一', 'collector', '新建村委会', ['introduced', 'submitted']],
      ['丁一', 'reviewer', '新建村委会', ['village']],
      ['戊一', 'reviewer', '柏坊镇', ['township']],
      ['寅一', 'approver', '常宁市', ['county']],
    ]);
    expect((await server.client.get(`/api/errors/${errorId}`, { as: 'other-collector' })).status).toBe(404);
    expect((await server.client.get(`/api/errors/${errorId}0`, { as: 'auditor' })).status).toBe(404);
  });

  it('are narrowed by unit, status and month, and refuse what is none', async () => {
    expect(idsIn(await list(`?unit=${VILLAGE}&status=confirmed`))).toEqual([errorId]);
    expect(idsIn(await list('?status=dismissed'))).toEqual([]);
    expect(idsIn(await list('?mine=true', 'village-reviewer'))).toEqual([errorId]);
    for (const query of ['?status=lost', '?month=2020', '?mine=perhaps', '?cursor=x']) {
      expect((await server.client.get(`/api/errors${query}`, { as: 'auditor' })).status).toBe(422);
    }
    expect((await server.client.get('/api/errors?unit=430482999', { as: 'auditor' })).status).toBe(404);
  });

  it('say of an appeal whether it was granted, and take the log’s words still', async () => {
    await decide('attribution-appeals', { reason: '当时未见材料' }, 'township-reviewer');
    await decide('decider', { matter: 'appeal', userId: 'poverty-officer' }, 'auditor');
    expect(
      await decide('attribution-appeals/decision', { appellant: 'township-reviewer', outcome: 'won', reason: '属实' }, 'poverty-officer'),
    ).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/outcome' }] },
    });
    const decision = { appellant: 'township-reviewer', outcome: 'granted', reason: '属实' };
    expect((await decide('attribution-appeals/decision', decision, 'poverty-officer')).status).toBe(200);
    const { body } = await server.client.get<Listed>(`/api/errors/${errorId}`, { as: 'auditor' });
    expect(body.answerers.find(({ name }) => name === '戊一')).toMatchObject({ answers: false, appeal: { status: 'granted' } });
    const entry = (await historyOf()).find(({ type }) => type === 'attribution-appeal-decided');
    expect(entry?.data).toMatchObject({ outcome: 'granted', stored: 'reversed' });
  });
});

describe('an earlier value over HTTP', () => {
  it('is named by an event of the history; what was changed already is closed by saying so', async () => {
    expect(await correct({ error: errorId, alreadyChanged: true })).toMatchObject({ status: 409, body: { code: 'value-stands' } });
    expect(await correct({ error: errorId })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/values' }] } });
    expect(await correct({ error: errorId, alreadyChanged: false })).toMatchObject({ status: 422 });
    expect(await correct({ error: errorId, values: { address: '新建村五组' } })).toMatchObject({ status: 200, body: { errorId } });
    const signed = (await historyOf()).find(({ type, actor }) => type === 'line-signed-off' && actor.userId === 'village-reviewer');
    // That value has been answered for: a second report of it is the same error.
    expect(await report({ field: 'address', event: signed?.eventId })).toMatchObject({ status: 200, body: { errorId, events: 0 } });
    const cause = await report({ field: 'cause', event: signed?.eventId });
    expect(cause).toMatchObject({ status: 200, body: { events: 1 } });
    errorId = cause.body.errorId ?? '';
    await decide('confirmation', {}, 'education-officer');
    await server.client.post(
      `/api/records/${record.id}/details`,
      { section: 'poverty', values: { cause: '因学' } },
      { as: 'village-helper', upon: '*' },
    );
    expect(await correct({ error: errorId, alreadyChanged: true })).toMatchObject({ status: 200, body: { errorId, events: 1 } });
    const { body } = await server.client.get<Listed>(`/api/errors/${errorId}`, { as: 'auditor' });
    expect(body).toMatchObject({ status: 'corrected', alreadyChanged: true });
    expect(await report({ field: 'address', event: 'nothing' })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/event' }] } });
  });
});
