import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer, Sent } from './support/client.js';
import { RunningServer } from './support/running-server.js';
import { CYCLE, idNumber, JUNIOR, VALUES, VILLAGE } from './support/small-county.js';
import { WorkedRecord } from './support/worked-record.js';

interface CheckBody {
  readonly errors: readonly { pointer: string; code: string; detail: string }[];
  readonly warnings: readonly { pointer: string; code: string; detail: string }[];
  readonly code?: string;
}

let server: RunningServer;
let record: WorkedRecord;
beforeAll(async () => {
  server = await RunningServer.start();
  record = await (await WorkedRecord.open(server.client, 1)).collect(1);
}, 60_000);
afterAll(() => server.stop());

const head = () => server.runtime.log.head();
const ask = (path: string, body: unknown, as: string, sent: Sent = {}): Promise<Answer<CheckBody>> =>
  server.client.post<CheckBody>(`/api/${path}`, body, { as, ...sent });
const on = (path: string, body: unknown, as: string, sent: Sent = {}) => ask(`records/${record.id}/${path}?check=true`, body, as, sent);

describe('a command that is only checked', () => {
  it.each([
    ['details', 'village-collector', { section: 'household', values: { members: 5 } }, []],
    ['details', 'village-collector', { section: 'household', values: { guardianPhone: '12' } }, ['/values/guardianPhone']],
    ['details', 'village-collector', { section: 'nowhere', values: { members: 5 } }, ['']],
    ['details', 'village-collector', { values: { members: 5 }, more: 1 }, ['/more', '/section']],
    ['details', 'other-collector', { section: 'household', values: { members: 5 } }, ['']],
    ['details', 'nobody', { section: 'household', values: { members: 5 } }, ['']],
    ['visits', 'village-helper', { method: 'home', purpose: '资助访', date: '2020-09-09' }, []],
    ['visits', 'village-helper', { method: 'home', purpose: '资助访', date: '2020-09-31' }, ['/date']],
    ['transfers', 'school-collector', { line: 'enrolment', to: '3043482006' }, []],
    ['transfers', 'school-collector', { line: 'enrolment', to: '999' }, ['/to']],
    ['submissions', 'village-collector', { line: 'household' }, []],
    ['submissions', 'village-collector', { line: 'joint' }, ['']],
    ['reviews', 'village-reviewer', { decision: 'approve', line: 'household', level: 'village', digest: '0'.repeat(64) }, ['']],
  ])('%s by %s of %j answers 200 with what it would meet, and appends nothing', async (path, as, body, pointers) => {
    const before = await head();
    const { status, body: told, headers } = await on(path, body, as);
    expect([status, [...new Set(told.errors.map(({ pointer }) => pointer))].sort()]).toEqual([200, pointers]);
    expect(told.errors.every(({ code, detail }) => code !== '' && detail !== '' && detail !== code)).toBe(true);
    expect(headers.get('etag')).toBeNull();
    expect(await head()).toBe(before);
  });

  it('says what the command would be refused with, in the language of whoever asks', async () => {
    const body = { decision: 'approve', line: 'household', level: 'village', digest: '0'.repeat(64) };
    const refused = await record.attempt('village-reviewer', 'reviews', body);
    const inEnglish = await on('reviews', body, 'village-reviewer', { headers: { 'accept-language': 'en' } });
    const inChinese = await on('reviews', body, 'village-reviewer');
    expect([inEnglish.body.errors[0]?.code, inChinese.body.errors[0]?.code]).toEqual([refused.body.code, refused.body.code]);
    expect(inEnglish.body.errors[0]?.detail).toMatch(/^[\x20-\x7e]+$/);
    expect(inChinese.body.errors[0]?.detail).toMatch(/[一-鿿]/u);
  });

  it('warns of what would be odd about the record after it', async () => {
    const odd = { section: 'enrolment', values: { stage: 'none' } };
    const { body } = await on('details', odd, 'school-collector');
    expect(body.errors).toEqual([]);
    expect(body.warnings.map(({ code }) => code)).toContain('out-of-school-at-compulsory-age');
    expect(body.warnings.every(({ detail }) => /[一-鿿]/u.test(detail))).toBe(true);
  });

  it('needs no If-Match, and takes one at its word', async () => {
    const body = { line: 'household' };
    expect((await on('submissions', body, 'village-collector', { upon: 0 })).body.errors).toMatchObject([{ code: 'stale-revision' }]);
    const { revision } = await record.get();
    expect((await on('submissions', body, 'village-collector', { upon: revision })).body.errors).toEqual([]);
    expect((await ask(`records/${record.id}/submissions?check=false`, body, 'village-collector')).status).toBe(428);
  });

  it('takes true and false and nothing else, and is refused where there is none', async () => {
    const before = await head();
    for (const check of ['banana', '', 'TRUE', '1', 'true&check=true']) {
      const { status, body } = await ask(`records/${record.id}/submissions?check=${check}`, { line: 'household' }, 'village-collector');
      expect([check, status, body.errors[0]?.pointer]).toEqual([check, 422, '/check']);
    }
    for (const path of ['closure', 'views', 'transfers/acceptance', 'next-cycle']) {
      const { status, body } = await ask(`records/${record.id}/${path}?check=true`, {}, 'approver', { upon: '*' });
      expect([path, status, body.code]).toEqual([path, 422, 'no-check-here']);
    }
    expect(await head()).toBe(before);
  });

  it('of a record that is not there is answered as the command is', async () => {
    const { status, body } = await ask(
      `records/${record.id.replace(/^./, 'x')}/details?check=true`,
      { section: 'household', values: { members: 5 } },
      'approver',
    );
    expect([status, body.code]).toEqual([404, 'record-missing']);
    expect((await ask(`records/${record.id}/details?check=true`, {}, '')).status).toBe(403);
  });

  it('counts as no attempt, however often', async () => {
    const before = await head();
    for (let n = 0; n < 40; n += 1) await on('submissions', { line: 'enrolment' }, 'teacher');
    expect(await head()).toBe(before);
    const metrics = await (await fetch(`http://127.0.0.1:${server.port}/metrics`)).text();
    expect(metrics).not.toMatch(/command="SubmitLine"[^\n]*outcome="(?!done)/);
  });

  it('does not hold what it found against the command', async () => {
    const other = await (await WorkedRecord.open(server.client, 2)).collect(2);
    const { body } = await ask(`records/${other.id}/submissions?check=true`, { line: 'household' }, 'village-collector', {
      key: 'one-key',
    });
    expect(body.errors).toEqual([]);
    expect((await other.attempt('village-collector', 'submissions', { line: 'household' }, { key: 'one-key' })).status).toBe(200);
    const again = await ask(`records/${other.id}/submissions?check=true`, { line: 'household' }, 'village-collector');
    expect(again.body.errors).toMatchObject([{ code: 'already-submitted' }]);
  });

  it('finds that a number is another student’s, and makes no finding of it', async () => {
    const before = await head();
    const taken = { section: 'identity', values: { ...VALUES.identity, idNumber: idNumber(2), sex: undefined, birthDate: undefined } };
    const refused = ['identity-taken'];
    expect((await on('details', taken, 'village-collector')).body.errors.map(({ code }) => code)).toEqual(refused);
    expect(await head()).toBe(before);
  });
});

describe('opening a record, only checked', () => {
  const open = (body: unknown, as = 'village-collector') => ask('records?check=true', body, as);

  it('answers 200 and not 201, and makes no student', async () => {
    const before = await head();
    const { status, body, headers } = await open({ cycle: CYCLE, idNumber: idNumber(50) });
    expect([status, body, headers.get('location'), headers.get('etag')]).toEqual([200, { errors: [], warnings: [] }, null, null]);
    expect(await head()).toBe(before);
    expect((await server.client.post('/api/records', { cycle: CYCLE, idNumber: idNumber(50) }, { as: 'village-collector' })).status).toBe(
      201,
    );
  });

  it.each([
    [{ cycle: CYCLE, idNumber: '430482200803040027' }, ['/idNumber']],
    [{ cycle: CYCLE }, ['/reason']],
    [{ cycle: '2020' }, ['/cycle']],
    [{ cycle: CYCLE, idNumber: idNumber(1) }, ['']],
  ])('of %j says what is wrong', async (body, pointers) => {
    const before = await head();
    const told = await open(body);
    expect([told.status, told.body.errors.map(({ pointer }) => pointer)]).toEqual([200, pointers]);
    expect(await head()).toBe(before);
  });

  it('says no more than opening does', async () => {
    const body = { cycle: CYCLE, idNumber: idNumber(1) };
    const { body: told } = await open(body, 'school-collector');
    const { body: refused } = await server.client.post<CheckBody>('/api/records', body, { as: 'school-collector' });
    expect(told.errors.map(({ code }) => code)).toEqual([refused.code]);
    expect(JSON.stringify(told)).not.toContain(record.id);
    expect([JUNIOR, VILLAGE].some((unit) => JSON.stringify(told).includes(unit))).toBe(false);
  });
});
