import { readdirSync, readFileSync } from 'node:fs';
import { request, type ClientRequest } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId } from '#kernel';
import { SAMPLE } from '../support/command-line.js';
import { RunningServer } from './support/running-server.js';
import { CYCLE } from './support/small-county.js';
import { Uploads, type ImportBody, type Upload } from './support/uploads.js';

const POVERTY = '扶贫办_建档立卡人口.xlsx';
const ROLLS = '教育局_学籍.csv';
const OFFICERS = { poverty: 'u0335', education: 'u0334', civil: 'u0336' };
const ADMINISTRATOR = 'u0342';

interface FindingBody {
  readonly findingId: string;
  readonly kind: string;
  readonly status: string;
  readonly rows: readonly { file: string }[];
  readonly detail: { readonly proposals: readonly { number: number; action: string }[] };
}

const directory = {
  regions: join(SAMPLE, 'regions.csv'),
  schools: join(SAMPLE, 'schools.csv'),
  staff: join(SAMPLE, 'staff.csv'),
};

let server: RunningServer;
beforeAll(async () => {
  server = await RunningServer.start({ directory });
});
afterAll(() => server.stop());

const upload = (name: string, bytes: Uint8Array, how: Upload) => new Uploads(server.port).upload(name, bytes, how);
const ended = (importId: string) => new Uploads(server.port).ended(importId);
const file = (name: string) => readFileSync(join(SAMPLE, name));
const findings = async (query = '') =>
  (await server.client.get<{ items: readonly FindingBody[] }>(`/api/findings?limit=500${query}`)).body.items;

/** An upload of which something has arrived, and the rest never comes. */
async function arrivingForEver(key: string, as: string): Promise<ClientRequest> {
  const headers = { 'x-countersign-as': as, 'idempotency-key': key, 'content-type': 'text/csv' };
  const sent = request(`http://127.0.0.1:${server.port}/api/imports?cycle=${CYCLE}&name=a.csv`, { method: 'POST', headers });
  sent.on('error', () => undefined);
  sent.write('a,b\n');
  const importId = derivedId(as, key);
  while ((await server.client.get(`/api/imports/${importId}`)).status !== 200);
  return sent;
}

describe('rosters over HTTP', () => {
  it('are handed over, whole or in parts that go on where they broke off, and reconciled after the last', async () => {
    const bytes = file(POVERTY);
    const half = Math.floor(bytes.length / 2);
    const poverty = { as: OFFICERS.poverty, key: 'poverty', query: '&reconcile=false' };
    const begun = await upload(POVERTY, bytes.subarray(0, half), { ...poverty, more: true });
    expect(begun).toMatchObject({ status: 202, body: { state: 'receiving', received: half } });
    expect(await upload(POVERTY, bytes.subarray(half), { ...poverty, offset: half + 1 })).toMatchObject({
      status: 409,
      body: { code: 'wrong-offset' },
    });
    const whole = await upload(POVERTY, bytes.subarray(half), { ...poverty, offset: half });
    expect(whole).toMatchObject({ status: 202, body: { state: 'running' } });
    expect(whole.headers.get('location')).toBe(`/api/imports/${whole.body.importId}`);
    const first = await ended(whole.body.importId);
    expect(first).toMatchObject({
      state: 'done',
      received: 0,
      answer: { files: [{ file: POVERTY, repeated: false }], records: { opened: 0 } },
    });

    const rolls = await upload(ROLLS, file(ROLLS), { as: OFFICERS.education, type: 'text/csv' });
    expect(await ended(rolls.body.importId)).toMatchObject({ state: 'done', answer: { records: { opened: 406 } } });
    expect((await findings()).map(({ rows }) => rows[0]?.file)).toContain(POVERTY);
  }, 120_000);

  it('handed over again change nothing', async () => {
    const before = await server.runtime.log.head();
    const again = await upload(ROLLS, file(ROLLS), { as: OFFICERS.education });
    expect(await ended(again.body.importId)).toMatchObject({ state: 'done', answer: { files: [{ repeated: true }], events: 0 } });
    const repeated = await upload(POVERTY, file(POVERTY), { as: OFFICERS.poverty, key: 'poverty', query: '&reconcile=false' });
    expect(repeated).toMatchObject({ status: 202, body: { state: 'done', answer: { records: { opened: 0 } } } });
    expect(await upload(POVERTY, file(POVERTY), { as: OFFICERS.poverty, key: 'poverty' })).toMatchObject({
      status: 422,
      body: { code: 'command-reused' },
    });
    expect(await server.runtime.log.head()).toBe(before);
  }, 60_000);

  it('that are none are refused with the reason, and no event', async () => {
    const before = await server.runtime.log.head();
    const wrong = await upload('names.csv', Buffer.from('a,b\n1,2\n'), { as: OFFICERS.education });
    expect(await ended(wrong.body.importId)).toMatchObject({ state: 'failed', problem: { code: 'no-roster', status: 422 } });
    const notTheirs = await upload('rolls.csv', Buffer.concat([file(ROLLS), Buffer.from('\n')]), { as: OFFICERS.poverty });
    expect(await ended(notTheirs.body.importId)).toMatchObject({ state: 'failed', problem: { code: 'not-its-officer', status: 403 } });
    expect(await server.runtime.log.head()).toBe(before);
  });

  it('by somebody who may not hand them over are refused at the door, and nothing is kept', async () => {
    const before = await server.runtime.log.head();
    const kept = () => readdirSync(join(server.runtime.configuration.dataDirectory, 'imports')).length;
    const jobs = kept();
    const refused = { status: 403, body: { code: 'not-its-officer', status: 403 } };
    expect(await upload('a.csv', Buffer.from('a'), { as: 'u0001', key: 'not-mine' })).toMatchObject(refused);
    expect(await upload('a.csv', Buffer.from('a'), { as: 'nobody-at-all', more: true })).toMatchObject(refused);
    expect(await upload('a.csv', Buffer.from('a'), { as: ADMINISTRATOR })).toMatchObject(refused);
    expect(await upload('a.csv', Buffer.from('a'), { as: OFFICERS.poverty, query: '&department=education' })).toMatchObject(refused);
    expect([kept(), await server.runtime.log.head()]).toEqual([jobs, before]);
    const own = await upload('a.csv', Buffer.from('a'), { as: OFFICERS.education, query: '&department=provincial-list' });
    expect([own.status, (await ended(own.body.importId)).state]).toEqual([202, 'failed']);
  });

  it('of one person are so many at a time; one more is told when to come again, in both languages', async () => {
    const as = OFFICERS.civil;
    const arriving = await Promise.all(Array.from({ length: 10 }, (_, n) => arrivingForEver(`never-whole-${n}`, as)));
    for (const [language, detail] of [
      ['zh', '同一人同时进行的导入不得超过 10 个'],
      ['en', 'one person has at most 10 imports under way'],
    ] as const) {
      const path = `/api/imports?cycle=${CYCLE}&name=a.csv`;
      const headers = { 'accept-language': language, 'content-type': 'text/csv' };
      const {
        status,
        headers: answered,
        body,
      } = await server.client.send<{ code: string; detail: string }>('POST', path, 'a', { as, headers });
      expect([status, body.code, answered.get('retry-after')]).toEqual([429, 'too-many-imports', '30']);
      expect(body.detail).toContain(detail);
    }
    expect((await upload('a.csv', Buffer.from('a'), { as: OFFICERS.education })).status).toBe(202);
    for (const request of arriving) request.destroy();
    let status = 429;
    while (status === 429) ({ status } = await upload('a.csv', Buffer.from('a'), { as }));
    expect(status).toBe(202);
  }, 60_000);

  it('are refused without a body that is a file, with a name that is a path, and where nothing is handed over', async () => {
    const json = await server.client.post<ImportBody>(`/api/imports?cycle=${CYCLE}&name=a.csv`, { a: 1 }, { as: OFFICERS.education });
    expect(json).toMatchObject({ status: 415, body: { code: 'wrong-media-type' } });
    for (const name of ['../a.csv', '.hidden', 'a/b', 'a\u0000b'])
      expect((await upload(name, Buffer.from('a'), { as: OFFICERS.education })).status).toBe(422);
    expect((await upload('a.csv', Buffer.from('a'), { as: OFFICERS.education, query: '&department=nobody' })).status).toBe(422);
    expect((await server.client.get('/api/imports/..%2f..%2fkeys.db')).status).toBe(404);
    expect((await server.client.get('/api/imports/00000000-0000-4000-8000-000000000000')).status).toBe(404);
    const elsewhere = await server.client.send('POST', '/api/records', 'a,b', {
      as: OFFICERS.education,
      headers: { 'content-type': 'text/csv' },
    });
    expect(elsewhere.status).toBe(415);
  });

  it('whose import was running when the program stopped are imported at the next start', async () => {
    const again = file(ROLLS);
    const received = await upload('rolls-again.csv', again, { as: OFFICERS.education });
    const county = await server.halt();
    server = await RunningServer.start({ directory, county });
    expect(await ended(received.body.importId)).toMatchObject({ state: 'done', answer: { events: 0 } });
  }, 60_000);
});

describe('files over HTTP', () => {
  /** A roster of one person. */
  const civil = (name: string) => Buffer.from(`姓名,身份证号,救助类别,状态\n"${name}",430482201203041231,低保,在享\n`);

  it.each([
    ...['application/vnd.ms-excel', 'application/csv', 'application/octet-stream', 'text/csv; charset=gb18030', 'text/plain', 'image/png'],
    ...['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/x-anything', 'application/xml', 'text/html'],
    ...['application/x-zip-compressed', 'csv', 'text/csv;', '', null],
  ])('are taken as %j: the bytes decide', async (type) => {
    const content = civil(String(type));
    const { status, body } = await upload('civil.csv', content, { as: OFFICERS.civil, type, query: '&reconcile=false' });
    expect([status, (await ended(body.importId)).state]).toEqual([202, 'done']);
  });

  it.each([
    ...[
      'application/json',
      'application/json; charset=utf-8',
      'application/problem+json',
      'APPLICATION/JSON',
      'text/json',
      'application/x-ndjson',
    ],
    ...[
      'application/x-www-form-urlencoded',
      'application/x-www-form-urlencoded; charset=utf-8',
      'multipart/form-data; boundary=x',
      'multipart/mixed',
    ],
  ])('are not taken as %s, and it is said as what they are', async (type) => {
    const before = await server.runtime.log.head();
    const { status, headers, body } = await upload('civil.csv', civil('张小花'), { as: OFFICERS.civil, type });
    expect([status, body.code]).toEqual([415, 'wrong-media-type']);
    expect((body as unknown as { detail: string }).detail).toContain('application/octet-stream, text/csv, application/vnd.ms-excel');
    expect(headers.get('accept-post')).toContain('text/csv');
    expect(await server.runtime.log.head()).toBe(before);
  });

  it('without a byte are none, with a type or without', async () => {
    for (const type of ['text/csv', null]) {
      const { status, body } = await upload('empty.csv', Buffer.alloc(0), { as: OFFICERS.education, type });
      expect([status, (await ended(body.importId)).state]).toEqual([202, 'failed']);
    }
  });

  it('keep a name that can be seen, of a length that a disk takes', async () => {
    const named = async (name: string) => {
      const { status, body } = await upload(name, civil(name), { as: OFFICERS.civil, query: '&reconcile=false' });
      return status === 202 ? (await ended(body.importId)).answer?.files[0]?.file : status;
    };
    expect(await named('\u202e名册（１）\u200b.csv\u3000')).toBe('名册（１）.csv');
    expect(await named('名'.repeat(78) + '.csv')).toBe('名'.repeat(78) + '.csv');
    for (const name of ['名'.repeat(119), '\u200b', '\u3000', '\u200b.csv', '\u{1f600}'.repeat(61)]) expect(await named(name)).toBe(422);
    for (const date of ['2020-02-30', '2021-02-29', '2020-13-01'])
      expect((await upload('a.csv', civil(date), { as: OFFICERS.civil, query: `&date=${date}` })).status).toBe(422);
  }, 60_000);

  it('answer a key again as its first import ended, also after a restart; with anything else it is refused', async () => {
    const how = { as: OFFICERS.civil, key: 'again', query: '&reconcile=false' };
    const roster = civil('张小花');
    const first = await upload('civil-again.csv', roster, how);
    const done = await ended(first.body.importId);
    expect(done.state).toBe('done');
    const same = async () => {
      expect(await upload('civil-again.csv', roster, how)).toMatchObject({ status: 202, body: done });
      expect(await upload('civil\u200b-again.csv', roster, { ...how, type: 'text/csv' })).toMatchObject({ status: 202, body: done });
      const others: readonly (readonly [string, Buffer, Upload])[] = [
        ['civil-again.csv', Buffer.concat([roster, Buffer.from('\n')]), how],
        ['civil-again.csv', Buffer.alloc(0), how],
        ['other.csv', roster, how],
        ['civil-again.csv', roster, { ...how, query: '' }],
        ['civil-again.csv', roster, { ...how, query: '&reconcile=false&date=2020-09-01' }],
        ['civil-again.csv', roster, { ...how, query: '&reconcile=false&department=civil-affairs' }],
      ];
      for (const [name, bytes, asked] of others)
        expect(await upload(name, bytes, asked)).toMatchObject({ status: 422, body: { code: 'command-reused' } });
      expect((await upload('civil-again.csv', roster, { ...how, as: OFFICERS.education })).body.importId).not.toBe(first.body.importId);
    };
    await same();
    const county = await server.halt();
    server = await RunningServer.start({ directory, county });
    const before = await server.runtime.log.head();
    await same();
    expect(await server.runtime.log.head()).toBe(before);
  }, 60_000);
});

describe('what of a roster could not be read', () => {
  const HEADER = '姓名,身份证号,救助类别,状态';
  const civil = (...rows: readonly string[]) => Buffer.from([HEADER, ...rows].map((row) => `${row}\r\n`).join(''));
  const unreadOf = async (importId: string, language = 'zh') => {
    const headers = { 'accept-language': language };
    const answer = await fetch(`http://127.0.0.1:${server.port}/api/imports/${importId}/unread`, { headers });
    return { answer, lines: (await answer.text()).split('\r\n') };
  };

  it('is a file to send back, with line, column, value and reason, in which no formula works and no number stands whole', async () => {
    const roster = civil(
      '张小花,430482201203041231,"=HYPERLINK(""http://x"",""y"")",在享',
      '李四,430482201203041232,430482201203041233,在享',
      '王五,,低保,在享',
    );
    const { body } = await upload('civil.csv', roster, { as: OFFICERS.civil, query: '&reconcile=false' });
    expect(await ended(body.importId)).toMatchObject({ state: 'done', answer: { files: [{ rows: 3, unread: 3 }] } });
    const { answer, lines } = await unreadOf(body.importId);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="unread-${body.importId}.csv"`);
    expect(lines).toEqual([
      '文件,行,列,内容,原因,结果',
      `civil.csv,2,救助类别,"'=HYPERLINK(""http://x"",""y"")",不认识的内容,整行未读`,
      'civil.csv,3,救助类别,430482************,不认识的内容,整行未读',
      'civil.csv,4,身份证号,,不能为空,整行未读',
      '',
    ]);
    expect((await unreadOf(body.importId, 'en')).lines[0]).toBe('file,line,column,value,reason,consequence');
  });

  it('is not there before it is known, nor of an import that there is not', async () => {
    const { body } = await upload('part.csv', civil(), { as: OFFICERS.civil, more: true });
    expect((await unreadOf(body.importId)).answer.status).toBe(409);
    expect((await unreadOf('00000000-0000-4000-8000-000000000000')).answer.status).toBe(404);
    expect((await unreadOf('..%2fkeys')).answer.status).toBe(404);
  });

  it('is read once the administrator has added the word', async () => {
    const content = 'civil-affairs:\n  words:\n    category: { 低保家庭: minimum-living }\n';
    const path = '/api/roster-mapping';
    expect((await server.client.post(path, { content }, { as: OFFICERS.civil })).status).toBe(403);
    const wrong = await server.client.post<{ errors: readonly object[] }>(path, { content: 'weather:\n' }, { as: ADMINISTRATOR });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ pointer: '/weather', detail: '第 1 行第 1 列：没有这个部门' }] } });
    expect(await server.client.post<object>(path, { content }, { as: ADMINISTRATOR })).toMatchObject({ status: 200, body: { version: 1 } });
    expect(await server.client.get<object>(path)).toMatchObject({
      body: { version: 1, content, changes: [{ by: { userId: ADMINISTRATOR } }] },
    });
    const { body } = await upload('civil-2.csv', civil('张小花,430482201203041231,低保家庭,在享'), {
      as: OFFICERS.civil,
      query: '&reconcile=false',
    });
    expect(await ended(body.importId)).toMatchObject({ state: 'done', answer: { files: [{ rows: 1, unread: 0 }] } });
  });
});

describe('findings over HTTP', () => {
  it('are listed by kind and decided once by who may', async () => {
    const [finding] = await findings('&kind=registered-not-enrolled');
    const path = `/api/findings/${finding?.findingId}/decision`;
    const decision = { reject: true, reason: '已与学校核实' };
    expect(await server.client.post<ImportBody>(path, decision, { as: 'u0001' })).toMatchObject({
      status: 403,
      body: { code: 'not-its-decider' },
    });
    expect((await server.client.post(path, { reason: '' }, { as: 'u0339' })).status).toBe(422);
    const done = await server.client.post<{ status: string; position: string }>(path, decision, { as: 'u0339', key: 'd-1' });
    expect(done).toMatchObject({ status: 200, body: { status: 'rejected' } });
    const { log, sealer } = server.runtime;
    const decided = (await log.readStream(`finding-${finding?.findingId}`)).find(({ type }) => type === 'finding-decided');
    expect(decided?.commandHash).toBe(
      sealer.indexOf(`{"body":{"reason":"已与学校核实","reject":true},"command":"DecideFinding","findingId":"${finding?.findingId}"}`),
    );
    expect((await server.client.post(path, decision, { as: 'u0339', key: 'd-1' })).status).toBe(200);
    expect(await server.client.post<ImportBody>(path, { ...decision, reason: '另' }, { as: 'u0339', key: 'd-1' })).toMatchObject({
      status: 422,
      body: { code: 'command-reused' },
    });
    expect(await server.client.post<ImportBody>(path, decision, { as: 'u0339', key: 'd-2' })).toMatchObject({
      status: 409,
      body: { code: 'finding-decided' },
    });
    expect((await findings(`&status=rejected&minPosition=${done.body.position}`)).map(({ findingId }) => findingId)).toContain(
      finding?.findingId,
    );
    expect((await server.client.get('/api/findings?kind=nonsense')).status).toBe(422);
    expect((await server.client.post('/api/findings/unknown/decision', decision, { as: 'u0339' })).status).toBe(404);
  });
});
