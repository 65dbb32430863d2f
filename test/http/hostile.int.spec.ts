import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openConnection, rawRequest } from './support/raw-request.js';
import { RunningServer } from './support/running-server.js';
import { CYCLE, idNumber, VILLAGE } from './support/small-county.js';
import { WorkedRecord, type CommandBody } from './support/worked-record.js';

const TIMEOUT = 400;
const MIB = 1024 * 1024;

let server: RunningServer;
let record: WorkedRecord;
beforeAll(async () => {
  server = await RunningServer.start();
  record = await WorkedRecord.open(server.client, 1);
  await record.post('poverty-officer', 'details', { section: 'household', values: { region: VILLAGE } });
});
afterAll(() => server.stop());

const post = (path: string, body: string, headers: Readonly<Record<string, string>> = {}) =>
  server.client.send<CommandBody & { errors?: readonly { pointer: string }[] }>('POST', path, body, {
    as: 'village-collector',
    upon: '*',
    headers,
  });

const details = () => `/api/records/${record.id}/details`;
const visits = () => `/api/records/${record.id}/visits`;

describe('what is malformed', () => {
  it.each([
    ['no JSON', '{"section":'],
    ['nothing', ''],
    ['a poisoned prototype', '{"__proto__":{"admin":true}}'],
    ['a poisoned constructor', '{"constructor":{"prototype":{"admin":true}}}'],
    ['a text in another encoding', '\u0000'],
    ['nested too deeply', `{"section":"identity","values":{"name":${'['.repeat(1_000)}${']'.repeat(1_000)}}}`],
    ['nested a hundred thousand times', '['.repeat(100_000)],
  ])('is a 400 problem document: %s', async (_what, body) => {
    const answer = await post(details(), body);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it.each([
    '[]',
    'null',
    '"text"',
    '7',
    'true',
    '{}',
    '{"section":7,"values":[]}',
    '{"section":"identity","values":{}}',
    '{"section":"identity","values":null}',
  ])('is a 422 problem document: %s', async (body) => {
    expect((await post(details(), body)).status).toBe(422);
  });

  it.each([
    ['a field that does not exist', { section: 'identity', values: { stranger: 1 } }],
    ['a name of the language', { section: 'identity', values: { constructor: 'x' } }],
    ['a section of the language', { section: 'toString', values: { name: 'x' } }],
    ['a number for a text', { section: 'identity', values: { name: 7 } }],
    ['an object for a text', { section: 'identity', values: { name: { v: 'x' } } }],
    ['a broken ID number', { section: 'identity', values: { idNumber: '430482200803040027' } }],
    ['half a character', { section: 'household', values: { members: '\ud800' } }],
  ])('in a value is 403, 409 or 422, never a defect: %s', async (_what, body) => {
    const answer = await server.client.post(details(), body, { as: 'poverty-officer', upon: '*' });
    expect([403, 409, 422]).toContain(answer.status);
  });

  it.each([
    ['a day that no calendar has', { method: 'home', purpose: 'x', date: '2020-13-45' }],
    ['a check that is nothing', { method: 'home', purpose: 'x', date: '2020-09-09', checked: { address: null } }],
    ['a check without an outcome', { method: 'home', purpose: 'x', date: '2020-09-09', checked: { address: { outcome: 'perhaps' } } }],
    [
      'a check with a note that is no text',
      { method: 'home', purpose: 'x', date: '2020-09-09', checked: { address: { outcome: 'confirmed', note: {} } } },
    ],
    ['a person met who is no text', { method: 'home', purpose: 'x', date: '2020-09-09', peopleMet: [7] }],
    ['people met who are one text', { method: 'home', purpose: 'x', date: '2020-09-09', peopleMet: 'x' }],
  ])('in a visit is 422: %s', async (_what, body) => {
    const answer = await server.client.post<CommandBody>(visits(), body, { as: 'village-collector', upon: '*' });
    expect(answer.status).toBe(422);
  });

  const errorsOf = (answer: { body: { errors?: readonly { pointer: string }[] } }) => answer.body.errors?.map(({ pointer }) => pointer);

  it.each([
    ['NUL', '"\\u0000"'],
    ['half a character', '"张\\ud800三"'],
    ['the other half', '"\\udc00"'],
    ['an escape of a terminal', '"\\u001b[2J"'],
    ['a control character of C1', '"\\u0085"'],
    ['DEL', '"\u007f"'],
  ])('as a text is 422 wherever it stands: %s', async (_what, text) => {
    const asked: readonly (readonly [string, string, string])[] = [
      [details(), `{"section":"identity","values":{"name":${text}}}`, '/values/name'],
      [details(), `{"section":"poverty","values":{"certificateNumbers":["1",${text}]}}`, '/values/certificateNumbers/1'],
      [details(), `{"section":"identity","values":{${text}:1}}`, '/values'],
      [visits(), `{"method":"home","purpose":"爱心访","date":"2020-09-09","peopleMet":[${text}]}`, '/peopleMet/0'],
      [
        visits(),
        `{"method":"home","purpose":"爱心访","date":"2020-09-09","checked":{"address":{"outcome":"confirmed","note":${text}}}}`,
        '/checked/address/note',
      ],
      [`/api/records/${record.id}/closure`, `{"reason":"graduated","note":${text}}`, '/note'],
      ['/api/records', `{"cycle":"2020-2021","reason":${text}}`, '/reason'],
    ];
    for (const [path, body, pointer] of asked) {
      const answer = await post(path, body);
      expect([answer.status, errorsOf(answer)]).toEqual([422, [pointer]]);
    }
  });

  it('as UTF-8 is 422 and told where', async () => {
    const body = Buffer.concat([
      Buffer.from('{"section":"household","values":{"headName":"张","address":"'),
      Buffer.from([0xb0, 0xd8]),
      Buffer.from('"}}'),
    ]);
    const answer = await fetch(`http://localhost:${server.port}${details()}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-countersign-as': 'village-collector', 'if-match': '*' },
      body,
    });
    expect([answer.status, errorsOf({ body: (await answer.json()) as object })]).toEqual([422, ['/values/address']]);
  });

  it.each([
    '/api/records/%00',
    '/api/records/a%00b/history',
    '/api/records?village=%00',
    '/api/units?under=%C2%85',
    '/api/findings?cursor=%01',
  ])('in an address is 422: %s', async (path) => expect((await server.client.get(path)).status).toBe(422));

  it.each([
    ['a day before the cycle', { date: '1900-01-01' }, '/date'],
    ['the day before the cycle', { date: '2020-08-31' }, '/date'],
    ['tomorrow', { date: '2999-01-01' }, '/date'],
    ['a day that there is not', { date: '2020-02-30' }, '/date'],
    ['a method that nobody knows', { method: '骑马' }, '/method'],
    ['a purpose that nobody knows', { purpose: '喝茶' }, '/purpose'],
    ['a long text of people met', { peopleMet: ['人'.repeat(100_000)] }, '/peopleMet'],
    ['many people met', { peopleMet: new Array<string>(51).fill('人') }, '/peopleMet'],
    ['a long note of a check', { checked: { address: { outcome: 'confirmed', note: '长'.repeat(300_000) } } }, '/checked/address/note'],
    ['a blank note of a check', { checked: { address: { outcome: 'confirmed', note: '\u3000' } } }, '/checked/address/note'],
    ['a blank note', { note: '\u200b ' }, '/note'],
  ])('in a visit is 422, and it is no visit: %s', async (_what, change, pointer) => {
    const body = { method: 'home', purpose: '爱心访', date: '2020-09-09', ...change };
    const before = await server.runtime.log.head();
    const answer = await server.client.post<{ errors?: readonly { pointer: string }[] }>(visits(), body, {
      as: 'village-helper',
      upon: '*',
    });
    expect([answer.status, errorsOf(answer)]).toEqual([422, [pointer]]);
    const events = await server.runtime.log.readAll({ after: before, limit: 100 });
    expect(events.events.filter(({ type }) => type !== 'attempt-refused')).toEqual([]);
  });

  it('names no personal value in its answer', async () => {
    const answer = await post(
      details(),
      JSON.stringify({ section: 'identity', values: { idNumber: '430482200803040027', name: '张小花' } }),
    );
    expect(JSON.stringify(answer.body)).not.toMatch(/430482200803040027|张小花/);
  });

  it('is told which methods its address takes, if it takes others', async () => {
    const asked = async (method: string, path: string) => {
      const { status, headers, body } = await server.client.send<{ code: string }>(method, path, undefined);
      return { status, allow: headers.get('allow'), code: body.code };
    };
    const code = 'method-not-allowed';
    expect(await asked('DELETE', '/api/records/7?x=1')).toEqual({ status: 405, allow: 'GET, HEAD', code });
    expect(await asked('PUT', '/api/records')).toEqual({ status: 405, allow: 'GET, HEAD, POST', code });
    expect(await asked('GET', details())).toEqual({ status: 405, allow: 'POST', code });
    expect(await asked('OPTIONS', '/api/inbox')).toEqual({ status: 405, allow: 'GET, HEAD', code });
    expect(await asked('PUT', '/api/nothing')).toEqual({ status: 404, allow: null, code: 'unknown-path' });
  });

  it('is told from another type of content, an unknown address and an address that cannot be decoded', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x']) {
      expect((await post(details(), 'a=1', { 'content-type': type })).status).toBe(415);
    }
    expect(await server.client.get('/api/nothing')).toMatchObject({ status: 404, body: { code: 'unknown-path' } });
    expect(await server.client.get('/api/records/%E0%A4%A')).toMatchObject({ status: 400, body: { code: 'malformed-request' } });
    expect(await server.client.get(`/api/records/${'9'.repeat(2_000)}`)).toMatchObject({ status: 400 });
    expect(await server.client.get('/api/records/00000000-0000-8000-8000-000000000000-2020-2021')).toMatchObject({
      status: 404,
      body: { code: 'unknown-record' },
    });
    const foreign = `/api/errors/${record.id}.ffffffff/confirmation`;
    expect(await server.client.post(foreign, {}, { as: 'approver', upon: '*' })).toMatchObject({
      status: 404,
      body: { code: 'unknown-error' },
    });
  });

  it('as HTTP is answered by a problem document and cut off', async () => {
    const host = `host: localhost:${server.port}`;
    expect(await rawRequest(server.port, 'NONSENSE\r\n\r\n')).toMatch(
      /^HTTP\/1.1 400 [\s\S]*application\/problem\+json[\s\S]*malformed-request/,
    );
    expect(await rawRequest(server.port, `GET /api/records HTTP/1.1\r\n${host}\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 431 [\s\S]*headers-too-large/,
    );
  });
});

describe('what is too much', () => {
  it('of one body is 413, and other clients are unharmed', async () => {
    const body = JSON.stringify({ section: 'identity', values: { name: 'x'.repeat(10 * MIB) } });
    const [large, ...others] = await Promise.all([
      post(details(), body),
      ...Array.from({ length: 20 }, () => server.client.get('/api/units')),
    ]);
    expect(large).toMatchObject({ status: 413, body: { code: 'body-too-large' } });
    expect(others.map(({ status }) => status)).toEqual(others.map(() => 200));
  });

  it('of time is 408: who sends too slowly is cut off, whoever else waits', async () => {
    const impatient = await RunningServer.start({ requestTimeout: TIMEOUT });
    try {
      const socket = await openConnection(
        impatient.port,
        `POST /api/records HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{`,
      );
      const chunks: Buffer[] = [];
      socket.on('data', (chunk: Buffer) => chunks.push(chunk));
      await once(socket, 'close');
      expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1.1 408 [\s\S]*request-timeout/);
      expect((await impatient.client.get('/api/units')).status).toBe(200);
    } finally {
      await impatient.stop();
    }
  });
});

describe('a thousand connections at once', () => {
  it('are all served', async () => {
    const patient = await RunningServer.start();
    try {
      const sockets = await Promise.all(Array.from({ length: 1_000 }, () => openConnection(patient.port)));
      expect((await patient.client.get('/api/units')).status).toBe(200);
      const answers = sockets.map(async (socket) => {
        socket.write('GET /api/units?limit=1 HTTP/1.1\r\nhost: localhost\r\n\r\n');
        const [chunk] = (await once(socket, 'data')) as [Buffer];
        socket.destroy();
        return chunk.subarray(0, 15).toString();
      });
      expect(new Set(await Promise.all(answers))).toEqual(new Set(['HTTP/1.1 200 OK']));
    } finally {
      await patient.stop();
    }
  });
});

describe('whoever goes away', () => {
  it('in the middle of a request harms nobody', async () => {
    const sockets = await Promise.all(
      Array.from({ length: 50 }, () =>
        openConnection(
          server.port,
          `POST /api/records HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 999\r\n\r\n{"cycle"`,
        ),
      ),
    );
    for (const socket of sockets) socket.resetAndDestroy();
    const opened = await server.client.post<CommandBody>(
      '/api/records',
      { cycle: CYCLE, idNumber: idNumber(500) },
      { as: 'village-collector' },
    );
    expect(opened.status).toBe(201);
  });
});
