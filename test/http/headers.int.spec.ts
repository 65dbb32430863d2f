import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rawRequest } from './support/raw-request.js';
import { RunningServer } from './support/running-server.js';
import { CYCLE, idNumber } from './support/small-county.js';
import { WorkedRecord, type CommandBody, type RecordBody } from './support/worked-record.js';

let server: RunningServer;
let record: WorkedRecord;
beforeAll(async () => {
  server = await RunningServer.start();
  record = await WorkedRecord.open(server.client, 1);
  await record.collect(1);
});
afterAll(() => server.stop());

interface ProblemBody extends CommandBody {
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly status: number;
  readonly revision: number;
  readonly errors?: readonly { pointer: string; code: string; detail: string }[];
}

const address = (path = '') => `/api/records/${record.id}${path}`;
const details = { section: 'household', values: { members: 5 } };
const post = (path: string, body: unknown, sent: Parameters<typeof server.client.post>[2]) =>
  server.client.post<ProblemBody>(address(path), body, { as: 'village-collector', ...sent });
const revision = async () => (await record.get()).revision;
const events = async () => Number(await server.runtime.log.head());

describe('If-Match', () => {
  it('is what GET answers as ETag, and each command answers the next', async () => {
    const { headers, body } = await server.client.get<RecordBody>(address());
    expect(headers.get('etag')).toBe(`"${body.revision}"`);
    const done = await post('/details', details, { headers: { 'if-match': headers.get('etag') ?? '' } });
    expect(done.headers.get('etag')).toBe(`"${body.revision + 1}"`);
    const past = await server.client.get(address(`?asOf=${done.body.position}`));
    expect(past.headers.get('etag')).toBeNull();
  });

  it('is needed: 428', async () => {
    const answer = await post('/details', details, {});
    expect(answer).toMatchObject({ status: 428, body: { status: 428, code: 'if-match-needed' } });
  });

  it('that is stale is 412 and says the current revision', async () => {
    const current = await revision();
    const answer = await post('/details', details, { upon: current - 1 });
    expect(answer).toMatchObject({ status: 412, body: { code: 'stale-revision', revision: current } });
    expect(answer.headers.get('etag')).toBe(`"${current}"`);
  });

  it('of many who saw the same revision lets one through', async () => {
    const upon = await revision();
    const answers = await Promise.all(
      [6, 7, 8, 9].map((members) => post('/details', { section: 'household', values: { members } }, { upon })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
  });

  it.each(['7', 'W/"7"', '"seven"', '"1", "2"', '""'])('that is no revision (%s) is 422', async (tag) => {
    expect(await post('/details', details, { headers: { 'if-match': tag } })).toMatchObject({
      status: 422,
      body: { code: 'wrong-if-match' },
    });
  });

  it('is not asked for by reviews: their digest decides, so work on one line does not block the other', async () => {
    await record.post('village-collector', 'details', { section: 'household', values: { members: 4 } }).catch(() => undefined);
    const upon = await revision();
    await post('/submissions', { line: 'household' }, { upon });
    const digest = await record.digest('household');
    await server.client.post(
      address('/details'),
      { section: 'payment', values: { bank: '农商银行柏坊支行' } },
      { as: 'school-collector', upon: '*' },
    );
    const review = { decision: 'approve', line: 'household', level: 'village' };
    expect(await post('/reviews', { ...review, digest: '0'.repeat(64) }, { as: 'village-reviewer' })).toMatchObject({
      status: 409,
      body: { code: 'stale-digest' },
    });
    expect((await post('/reviews', { ...review, digest }, { as: 'village-reviewer' })).status).toBe(200);
  });
});

describe('Idempotency-Key', () => {
  it('makes a POST safe to repeat: answered as then, appended once', async () => {
    const upon = await revision();
    const visit = { method: 'phone', purpose: '爱心访', date: '2020-09-08' };
    const first = await post('/visits', visit, { upon, key: 'k-1' });
    const before = await events();
    const again = await post('/visits', visit, { upon, key: 'k-1' });
    expect(again).toMatchObject({ status: first.status, body: { revision: first.body.revision, position: first.body.position } });
    expect(await events()).toBe(before);
  });

  it('twice at once is done once', async () => {
    const upon = await revision();
    const visit = { method: 'online', purpose: '激励访', date: '2020-09-08' };
    const visits = (await record.get()).visits.length;
    const answers = await Promise.all(Array.from({ length: 8 }, () => post('/visits', visit, { upon, key: 'at-once' })));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.revision} ${body.position}`)).size).toBe(1);
    expect((await record.get()).visits).toHaveLength(visits + 1);
  });

  it('twice at once opens one record', async () => {
    const open = () =>
      server.client.post<CommandBody>('/api/records', { cycle: CYCLE, idNumber: idNumber(77) }, { as: 'village-collector', key: 'open' });
    const answers = await Promise.all([open(), open(), open(), open()]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.recordId)).size).toBe(1);
  });

  it('with another body is refused', async () => {
    const upon = await revision();
    const visit = { method: 'phone', purpose: '爱心访', date: '2020-09-08' };
    expect(await post('/visits', { ...visit, date: '2020-09-07' }, { upon, key: 'k-1' })).toMatchObject({
      status: 422,
      body: { code: 'command-reused' },
    });
  });

  it('is a person’s own', async () => {
    const visit = { method: 'phone', purpose: '爱心访', date: '2020-09-08' };
    const before = await events();
    expect((await post('/visits', visit, { as: 'village-helper', upon: '*', key: 'k-1' })).status).toBe(200);
    expect(await events()).toBe(before + 1);
  });

  it.each(['', 'with space', 'x'.repeat(256)])('that is none (%#) is refused', async (key) => {
    expect((await post('/visits', {}, { upon: '*', headers: { 'idempotency-key': key } })).status).toBe(422);
  });
});

describe('minPosition', () => {
  it('lets a caller read their own write', async () => {
    const { body } = await server.client.post<CommandBody>(
      '/api/records',
      { cycle: CYCLE, idNumber: idNumber(78) },
      { as: 'village-collector' },
    );
    const list = await server.client.get<{ items: readonly { recordId: string }[] }>(
      `/api/records?cycle=${CYCLE}&minPosition=${body.position}`,
    );
    expect(list.body.items.map(({ recordId }) => recordId)).toContain(body.recordId);
  });

  it('that the log does not reach is 503 with Retry-After after five seconds', async () => {
    const ahead = await server.client.get<ProblemBody>(`/api/records?cycle=${CYCLE}&minPosition=9999999999999999`);
    expect(ahead).toMatchObject({ status: 503, body: { code: 'view-behind' } });
    expect(ahead.headers.get('retry-after')).toBe('1');
  });

  it('that is no position is 422', async () => {
    expect((await server.client.get('/api/records?minPosition=soon')).status).toBe(422);
  });
});

describe('who acts', () => {
  it('is named by X-Countersign-As', async () => {
    expect(await server.client.post<ProblemBody>('/api/records', { cycle: CYCLE })).toMatchObject({
      status: 403,
      body: { code: 'no-acting-person' },
    });
    expect((await server.client.get<ProblemBody>('/api/inbox')).body.code).toBe('no-acting-person');
    expect(await server.client.get<ProblemBody>('/api/inbox', { as: 'stranger' })).toMatchObject({
      status: 404,
      body: { code: 'unknown-person' },
    });
  });

  it('cannot be a page elsewhere that rebinds to this machine', async () => {
    const answer = await rawRequest(server.port, 'GET /api/records HTTP/1.1\r\nhost: attacker.example\r\nconnection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1.1 403 /);
    expect(answer).toContain('loopback-only');
  });
});

describe('answers', () => {
  it('speak Chinese, or English if it is preferred', async () => {
    const ask = (language: string) => server.client.get<ProblemBody>('/api/records/x', { headers: { 'accept-language': language } });
    expect((await ask('en-GB,zh;q=0.5')).body).toMatchObject({ title: 'Not found', detail: 'no such record' });
    const chinese = await ask('fr, zh;q=0.5, en;q=0.1');
    expect(chinese.body).toMatchObject({ title: '未找到', detail: '没有这份档案' });
    expect(chinese.headers.get('content-language')).toBe('zh');
    expect(chinese.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  });

  it('name each wrong field', async () => {
    const { body } = await post('/visits', { method: 7, date: 'today', stranger: 1 }, { upon: '*' });
    expect(body).toMatchObject({ status: 422, type: 'urn:countersign:problem:invalid-body' });
    expect(body.errors?.map(({ pointer }) => pointer)).toEqual(expect.arrayContaining(['/method', '/purpose', '/date', '/stranger']));
  });

  it('are not kept on the way, and say that the clock is simulated', async () => {
    const { headers } = await server.client.get('/api/records');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('countersign-simulated')).toBe('true');
  });
});

describe('a GET', () => {
  it('appends nothing, whatever it asks', async () => {
    const before = await events();
    const paths = ['', '/history', `/changes?from=${before}`].map(address);
    const others = [
      '/api/records',
      '/api/inbox',
      '/api/people',
      '/api/units',
      '/api/villages/430482101201',
      `/api/deadlines?cycle=${CYCLE}`,
    ];
    for (const path of [...paths, ...others]) expect((await server.client.get(path, { as: 'village-reviewer' })).status).toBe(200);
    expect(await events()).toBe(before);
  });
});

describe('pages', () => {
  it('follow each other by cursor, whatever is written meanwhile', async () => {
    for (const n of [81, 82, 83, 84, 85]) await WorkedRecord.open(server.client, n);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await server.client.get<{ items: readonly { recordId: string }[]; nextCursor?: string }>(
        `/api/records?cycle=${CYCLE}&limit=2${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      if (cursor === undefined) await WorkedRecord.open(server.client, 86);
      seen.push(...body.items.map(({ recordId }) => recordId));
      cursor = body.nextCursor;
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(seen.length);
    const { body } = await server.client.get<{ items: readonly { recordId: string }[] }>(`/api/records?cycle=${CYCLE}&limit=1000`);
    expect(seen).toHaveLength(body.items.length - 1);
  });

  it.each(['limit=0', 'limit=1001', 'limit=ten', 'cursor=nonsense', 'unknown=1', 'compulsory=perhaps', 'village=1&village=2'])(
    'refuse %s',
    async (query) => {
      expect((await server.client.get(`/api/records?cycle=${CYCLE}&${query}`)).status).toBe(422);
    },
  );
});
