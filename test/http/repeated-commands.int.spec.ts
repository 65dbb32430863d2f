import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunningServer } from './support/running-server.js';
import type { Answer, Sent } from './support/client.js';
import { CYCLE, idNumber, JUNIOR, VALUES, VILLAGE } from './support/small-county.js';
import { WorkedRecord, type RecordBody } from './support/worked-record.js';

interface Said extends Sent {
  readonly path: string;
  readonly body: unknown;
}

type Told = Answer<Readonly<Record<string, unknown>>>;

let server: RunningServer;
/** Everything that was commanded, each with a key of its own, and what was answered. */
const said: { readonly command: Said; readonly answer: Told }[] = [];
let record: string;
let other: string;

const send = ({ path, body, ...sent }: Said): Promise<Told> => server.client.post(path, body, sent);
const events = async () => (await server.runtime.log.readAll({ limit: 10_000 })).events.length;
const kept = async () => {
  const { events: all } = await server.runtime.log.readAll({ limit: 10_000 });
  return all.filter(({ stream }) => !/^(refusals|contests)-/.test(stream)).length;
};
const get = async () => (await server.client.get<RecordBody>(`/api/records/${record}`)).body;
/** What was done, without how many events this run has appended. */
const told = ({ status, body: { events: _events, ...body } }: Told) => ({ status, body });

async function command(as: string, path: string, body: unknown, upon: Sent['upon'] = '*'): Promise<Told> {
  const command = { as, path, body, upon, key: `key-${said.length}` };
  const answer = await send(command);
  if (answer.status > 201) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  said.push({ command, answer });
  return answer;
}

const on = (as: string, path: string, body: unknown) => command(as, `/api/records/${record}/${path}`, body);
const digest = async (line: string) => {
  const { lines, joint } = await get();
  return line === 'joint' ? joint.digest : lines[line]?.digest;
};
const approve = async (as: string, line: string, level: string) =>
  on(as, 'reviews', { decision: 'approve', line, level, digest: await digest(line) });

/** Every kind of command on a record, in the order of its life. */
async function live(): Promise<void> {
  const number = idNumber(1);
  record = String((await command('poverty-officer', '/api/records', { cycle: CYCLE, idNumber: number })).body['recordId']);
  await on('poverty-officer', 'details', { section: 'household', values: { region: VILLAGE } });
  const { sex: _sex, birthDate: _birth, ...identity } = VALUES.identity;
  await on('village-collector', 'details', { section: 'identity', values: { ...identity, idNumber: number } });
  await on('village-collector', 'details', { section: 'identity', values: { sex: Number(number[16]) % 2 === 1 ? 'male' : 'female' } });
  const born = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  await on('village-collector', 'details', { section: 'identity', values: { birthDate: born } });
  await on('village-collector', 'details', { section: 'household', values: VALUES.household });
  await on('village-collector', 'details', { section: 'poverty', values: VALUES.poverty });
  await on('village-collector', 'details', { section: 'enrolment', values: { ...VALUES.enrolment, studentNumber: `G${number}` } });
  await on('school-collector', 'details', { section: 'payment', values: VALUES.payment });
  await on('village-helper', 'visits', { method: 'home', purpose: '资助访', date: '2020-09-09' });
  await on('village-collector', 'submissions', { line: 'household' });
  await on('school-collector', 'submissions', { line: 'enrolment' });
  await on('village-reviewer', 'views', { line: 'household', digest: await digest('household'), documents: [] });
  const reasons = [{ field: 'guardianPhone', reason: '停机' }];
  const returned = {
    decision: 'return',
    line: 'household',
    level: 'village',
    digest: await digest('household'),
    to: 'collection',
    reasons,
  };
  await on('village-reviewer', 'reviews', returned);
  await on('village-collector', 'submissions', { line: 'household' });
  await approve('village-reviewer', 'household', 'village');
  const review = { recordId: record, line: 'household', level: 'township', digest: await digest('household') };
  await on('township-reviewer', 'views', { line: 'household', digest: await digest('household'), documents: [] });
  await command('township-reviewer', '/api/reviews', { decision: 'approve', reviews: [review] });
  await approve('school-reviewer', 'enrolment', 'school');
  await approve('approver', 'joint', 'county');
  await on('auditor', 'errors', { field: 'cardNumber', origin: 'payment' });
  const errorId = (await get()).errors[0]?.errorId ?? '';
  await command('education-officer', `/api/errors/${errorId}/confirmation`, {});
  await on('school-collector', 'corrections', { errorId, values: { cardNumber: '6205500000000000012' } });
  await approve('school-reviewer', 'enrolment', 'school');
  await approve('second-approver', 'joint', 'county');
  await on('village-collector', 'next-cycle', { cycle: '2021-2022' });
  await on('approver', 'closure', { reason: 'moved-away' });
}

async function direct(): Promise<void> {
  const post = { username: 'new-reviewer', role: 'reviewer', unit: VILLAGE, line: 'household' };
  await command('administrator', '/api/people', { username: 'new-reviewer', name: '午一', phone: '19900000099' });
  await command('administrator', '/api/appointments', post);
  await command('administrator', '/api/appointments/ending', post);
  const away = { person: 'village-reviewer', delegate: 'other-collector', to: '2020-10-20T08:00:00+08:00' };
  await command('administrator', '/api/delegations', away);
  await command('administrator', '/api/trainings', { username: 'teacher', course: 'collecting', completedOn: '2020-08-28' });
  await command('administrator', '/api/units', { code: JUNIOR, name: '柏坊中学', kind: 'junior', township: '430482101', teachers: 41 });
  await command('administrator', '/api/units', { code: JUNIOR, name: '柏坊中学', kind: 'junior', township: '430482101', teachers: 42 });
}

let students = 10;

/** A record of a student of its own that could be submitted. */
async function collected(): Promise<WorkedRecord> {
  students += 1;
  return (await WorkedRecord.open(server.client, students)).collect(students);
}

beforeAll(async () => {
  server = await RunningServer.start();
  const second = await (await WorkedRecord.open(server.client, 2)).collect(2);
  other = second.id;
  await live();
  await direct();
}, 120_000);
afterAll(() => server.stop());

describe('a command that is sent again with its Idempotency-Key', () => {
  it('is answered as the first time, however the state has gone on, and does nothing', async () => {
    const before = await events();
    for (const { command: again, answer } of said) {
      expect([again.path, told(await send(again))]).toEqual([again.path, told(answer)]);
    }
    expect(await events()).toBe(before);
  });

  it('with another body is refused and does nothing', async () => {
    const before = await kept();
    for (const { command: again } of said) {
      const body = otherBody(again);
      if (body === undefined) continue;
      expect([again.path, await send({ ...again, body })]).toMatchObject([again.path, { status: 422, body: { code: 'command-reused' } }]);
    }
    expect(await kept()).toBe(before);
  });

  it('on another record is refused and does nothing', async () => {
    const before = await kept();
    const codes = new Set<unknown>();
    for (const { command: again } of said.filter(({ command: { path } }) => path.includes(record))) {
      const answer = await send({ ...again, path: again.path.replace(record, other) });
      // What the other record would refuse anyway may be refused for that.
      expect([again.path, answer.status >= 400]).toEqual([again.path, true]);
      codes.add(answer.body['code']);
    }
    expect(codes).toContain('command-reused');
    expect(await kept()).toBe(before);
  });

  it.each([
    ['details', 'village-collector', { section: 'household', values: { address: '新建村九组' } }],
    ['visits', 'village-helper', { method: 'phone', purpose: '爱心访', date: '2020-09-08' }],
    ['submissions', 'village-collector', { line: 'household' }],
  ])('is refused with 422 where the other record would take it: %s', async (path, as, body) => {
    const [one, two] = [await collected(), await collected()];
    expect((await one.attempt(as, path, body, { key: `to-${path}`, upon: '*' })).status).toBe(200);
    const before = await kept();
    const refused = { status: 422, body: { code: 'command-reused' } };
    expect(await two.attempt(as, path, body, { key: `to-${path}`, upon: '*' })).toMatchObject(refused);
    expect(await kept()).toBe(before);
  });

  it('is another command for another person, who is judged anew', async () => {
    const [{ command: opening } = { command: { path: '', body: {} } }] = said;
    expect(await send({ ...opening, as: 'auditor' })).toMatchObject({ status: 403, body: { code: 'not-opener' } });
    const told = await send({ ...opening, as: 'village-collector' });
    expect(told).toMatchObject({ status: 409, body: { code: 'record-exists', recordId: record } });
  });
});

/** A body that the command takes as well; undefined: there is none. */
function otherBody({ path, body }: Said): unknown {
  const sent = body as Record<string, unknown>;
  if (path === '/api/records') return { ...sent, idNumber: idNumber(5) };
  if (path.endsWith('/visits')) return { ...sent, date: '2020-09-08' };
  if (path.endsWith('/views')) return { ...sent, documents: ['id-card'] };
  if (path === '/api/reviews' || path.endsWith('/reviews')) return { ...sent, note: '另' };
  if (path.endsWith('/errors')) return { ...sent, origin: 'audit' };
  if (path.endsWith('/closure')) return { reason: 'graduated' };
  if (path === '/api/people') return { ...sent, name: '未一' };
  return undefined;
}

describe('what is refused again and again', () => {
  it('is kept one by one up to a measure, then counted, and is answered alike', async () => {
    const attempts = async () =>
      (await server.runtime.log.readAll({ limit: 20_000 })).events.filter(({ stream }) => stream.startsWith('refusals-teacher-'));
    const refused = () =>
      server.client.post(`/api/records/${other}/submissions`, { line: '王小明'.repeat(10) }, { as: 'teacher', upon: '*' });
    for (let attempt = 0; attempt < 40; attempt += 1) expect((await refused()).status).toBe(422);
    expect(await attempts()).toHaveLength(30);
    expect(JSON.stringify(await attempts())).not.toContain('小明王');
    await server.setClock('2020-09-10T10:01:00+08:00');
    await refused();
    expect((await attempts()).slice(30)).toMatchObject([
      { type: 'attempts-left-out', actor: { userId: 'teacher' }, data: { count: 10 } },
      { type: 'attempt-refused' },
    ]);
    // Whoever reads these streams takes it.
    const minPosition = await server.runtime.log.head();
    const ledger = await server.client.get(`/api/people/teacher/responsibility?minPosition=${minPosition}`, { as: 'teacher' });
    expect(ledger).toMatchObject({ status: 200, body: { counts: { refused: 31 } } });
  });
});
