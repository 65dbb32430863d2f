import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rawRequest } from './support/raw-request.js';
import { RunningServer } from './support/running-server.js';
import { CYCLE, JUNIOR, VILLAGE } from './support/small-county.js';
import { WorkedRecord } from './support/worked-record.js';

let server: RunningServer;
beforeAll(async () => {
  server = await RunningServer.start();
  for (const n of [1, 2, 3]) await WorkedRecord.open(server.client, n);
});
afterAll(() => server.stop());

interface Problem {
  readonly code: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string }[];
}

const ask = (path: string) => server.client.get<Problem>(path, { as: 'approver' });
const pointers = async (path: string) => {
  const { status, body } = await ask(path);
  return { status, pointers: body.errors?.map(({ pointer }) => pointer) };
};
const cursor = (...key: readonly string[]) => Buffer.from(JSON.stringify(key)).toString('base64url');

const LISTS = [
  `/api/records?cycle=${CYCLE}`,
  '/api/inbox?',
  '/api/findings?',
  '/api/people?',
  '/api/units?',
  '/api/appointments?',
  '/api/delegations?',
  '/api/trainings?',
  `/api/villages/${VILLAGE}/changes?from=1`,
  '/api/people/approver/responsibility/events?',
  '/api/units/430482/responsibility/events?',
  '/api/audit/attributions?',
  `/api/visits/disagreements?cycle=${CYCLE}`,
  '/api/visits/samples?month=2020-09',
];

describe.each(LISTS)('%s', (list) => {
  it('is there', async () => expect(await ask(list)).toMatchObject({ status: 200 }));

  it.each(['1e1', '0x10', '%2010', '10%20', '%2B10', '-1', '1.0', '', '１０', '10%00', '0', '1001', '1&limit=2'])(
    'takes no limit=%s',
    async (limit) =>
      expect(await pointers(`${list}&limit=${limit}`)).toMatchObject({ status: 422, pointers: expect.arrayContaining(['/limit']) }),
  );

  it.each([
    '',
    'nonsense',
    '%FF',
    '%00',
    'null',
    `${cursor()}`,
    `${cursor('9999999999999999')}x`,
    `%20${cursor('1')}`,
    cursor('1', '2', '3', '4', '5'),
    Buffer.from('{}').toString('base64url'),
    Buffer.from('["1", "2", "3", "4"]').toString('base64url'),
    Buffer.from('["1", "2", "3"]').toString('base64url'),
    Buffer.from('["1", "2"]').toString('base64url'),
    Buffer.from('["1" ]').toString('base64url'),
    cursor('\0'),
    cursor('\0', '\0'),
    cursor('\0', '\0', '\0'),
    cursor('\0', '\0', '\0', '\0'),
  ])('takes no cursor=%s', async (wrong) =>
    expect(await pointers(`${list}&cursor=${wrong}`)).toEqual({ status: 422, pointers: ['/cursor'] }),
  );
});

it.each([
  [`/api/records?cycle=${CYCLE}`, cursor('soon', CYCLE, '', '')],
  [`/api/records?cycle=${CYCLE}`, cursor('2020-09-01', CYCLE, '', '')],
  [`/api/records?cycle=${CYCLE}`, cursor('9999999999999999', CYCLE, '', '')],
  [`/api/villages/${VILLAGE}/changes?from=1`, cursor('soon', '1', '1')],
  [`/api/counties/430482/changes?from=1`, cursor('0000000000000001', '0000000000000002', '1e1')],
  ['/api/people/approver/responsibility/events?', cursor('0000000000000001', '', '0x1')],
  ['/api/audit/attributions?', cursor('soon')],
  ['/api/visits/samples?month=2020-09', cursor('soon', VILLAGE)],
  [`/api/visits/disagreements?cycle=${CYCLE}`, cursor('9999999999999999', '', '')],
])('%s takes no cursor that names what is not: %#', async (list, wrong) =>
  expect(await pointers(`${list}&cursor=${wrong}`)).toEqual({ status: 422, pointers: ['/cursor'] }),
);

it('a search takes no cursor of another column', async () => {
  const search = (given: string) => server.client.post<Problem>('/api/records/search', { search: '张', cursor: given }, { as: 'approver' });
  expect(await search(cursor('number', '', ''))).toMatchObject({ status: 422, body: { errors: [{ pointer: '/cursor' }] } });
});

it.each(['wait=1e1', 'wait=0x1', 'wait=', 'wait=%201', 'limit=1e1', 'limit=%2B1'])('the feed takes no %s', async (query) => {
  expect(await ask(`/api/feed?${query}`)).toMatchObject({ status: 422 });
  expect((await ask('/api/feed?wait=0&limit=1')).status).toBe(200);
});

it.each([
  `/api/visits/summary?school=${JUNIOR}&month=2020-10`,
  `/api/visits/agreement?village=${VILLAGE}&month=2021-01`,
  '/api/visits/samples?month=2999-12',
  '/api/assessments/2020-10',
  '/api/assessments/2020-10/export?format=csv',
])('nothing is said of a month that lies ahead: %s', async (path) => {
  expect(await ask(path)).toMatchObject({ status: 422, body: { code: 'future-date', errors: [{ pointer: '/month' }] } });
});

describe('whoever is named in bytes that cannot be read', () => {
  const answerTo = (method: string, path: string, name: string) => {
    const body = method === 'POST' ? JSON.stringify({ cycle: CYCLE, reason: '证件遗失' }) : '';
    const length = Buffer.byteLength(body);
    const head = ['host: localhost', 'connection: close', 'content-type: application/json', `content-length: ${length}`];
    return rawRequest(server.port, `${method} ${path} HTTP/1.1\r\n${head.join('\r\n')}\r\nx-countersign-as: ${name}\r\n\r\n${body}`);
  };

  it.each(['\xff', 'village-collector\xe9', '张三', 'a b', 'approver\r\nx-countersign-as: auditor', 'x'.repeat(300)])(
    'is refused by questions as by commands (%#)',
    async (name) => {
      const asked = ['/api/records', '/api/inbox', '/api/findings', '/api/feed', '/api/assessments/2020-09'].map(
        (path) => ['GET', path] as const,
      );
      for (const [method, path] of [...asked, ['POST', '/api/records'] as const]) {
        const answer = await answerTo(method, path, name);
        expect(answer).toMatch(/^HTTP\/1.1 403 /);
        expect(answer).toContain('unreadable-acting-person');
      }
    },
  );
});
