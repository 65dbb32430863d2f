import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunningServer } from './support/running-server.js';
import { CENTRE, CYCLE, idNumber, OTHER_VILLAGE, VILLAGE } from './support/small-county.js';
import { WorkedRecord, type CommandBody, type RecordBody } from './support/worked-record.js';

let server: RunningServer;
beforeAll(async () => {
  server = await RunningServer.start();
});
afterAll(() => server.stop());

/** Lets seconds pass. */
const pass = (seconds: number) => server.setClock(new Date(Date.parse(server.runtime.clock.now()) + seconds * 1_000).toISOString());

let students = 0;

/** A record of a student of its own. */
async function opened(): Promise<WorkedRecord> {
  students += 1;
  return WorkedRecord.open(server.client, students);
}

async function collected(): Promise<WorkedRecord> {
  const record = await opened();
  return record.collect(students);
}

async function approved(): Promise<WorkedRecord> {
  const record = await (await (await collected()).submit()).approveLines();
  await record.approve('approver', 'joint', 'county');
  return record;
}

interface HistoryBody {
  readonly entries: readonly { type: string; actor: { userId: string }; data: Record<string, unknown> }[];
}

const historyOf = (record: WorkedRecord, as?: string) =>
  server.client.get<HistoryBody>(`/api/records/${record.id}/history`, { ...(as !== undefined && { as }) });

describe('a record over HTTP only', () => {
  it('goes from nothing to approved, and its history says by whom', async () => {
    const record = await (await (await collected()).submit()).approveLines();
    expect(await record.get()).toMatchObject({ status: 'in-review', lines: { household: { state: 'complete' } } });
    await record.approve('approver', 'joint', 'county');
    expect(await record.get()).toMatchObject({ status: 'approved', payable: true });
    const { body } = await historyOf(record);
    expect(body.entries.filter(({ type }) => type === 'line-signed-off').map(({ actor }) => actor.userId)).toEqual([
      'village-reviewer',
      'township-reviewer',
      'school-reviewer',
      'approver',
    ]);
    expect(body.entries.at(-1)?.type).toBe('record-approved');
  });

  it('is opened once for one student and cycle', async () => {
    const record = await opened();
    const again = await server.client.post<CommandBody>(
      '/api/records',
      { cycle: CYCLE, idNumber: idNumber(students) },
      { as: 'other-collector' },
    );
    expect(again).toMatchObject({ status: 409, body: { code: 'record-exists' } });
    expect(again.body.allowed).not.toContain('open');
    expect(record.id.endsWith(CYCLE)).toBe(true);
  });

  it('without a usable ID number is opened by a named person’s decision', async () => {
    const without = await server.client.post<CommandBody>('/api/records', { cycle: CYCLE }, { as: 'village-collector' });
    expect(without).toMatchObject({ status: 422, body: { code: 'reason-needed' } });
    const answer = await server.client.post<CommandBody>(
      '/api/records',
      { cycle: CYCLE, reason: '尚未上户口' },
      { as: 'village-collector' },
    );
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`/api/records/${answer.body.recordId}`);
  });

  it('with a number has no reason for having none', async () => {
    const both = { cycle: CYCLE, idNumber: idNumber(900), reason: '尚未上户口' };
    expect(await server.client.post('/api/records', both, { as: 'village-collector' })).toMatchObject({
      status: 422,
      body: { code: 'reason-contradicts-number', errors: [{ pointer: '/reason' }] },
    });
  });

  it.each([
    ['2022-2023', 'cycle-too-far-ahead'],
    ['2098-2099', 'cycle-too-far-ahead'],
    ['1899-1900', 'wrong-cycle'],
    ['2000-2001', 'cycle-before-birth'],
    ['2020-2022', 'wrong-cycle'],
  ])('is not opened for %s', async (cycle, code) => {
    const open = (body: object) => server.client.post('/api/records', { cycle, ...body }, { as: 'village-collector' });
    const pointer = code === 'cycle-before-birth' ? '/idNumber' : '/cycle';
    expect(await open({ idNumber: idNumber(901) })).toMatchObject({ status: 422, body: { errors: [{ pointer, code }] } });
    const byReason = await open({ reason: '尚未上户口' });
    if (code === 'cycle-before-birth') expect(byReason.status).toBe(201);
    else expect(byReason).toMatchObject({ status: 422, body: { code, errors: [{ pointer: '/cycle', code }] } });
  });

  it('is opened for the next school year, and for one that is over', async () => {
    for (const cycle of ['2021-2022', '2015-2016']) {
      const { status } = await server.client.post('/api/records', { cycle, idNumber: idNumber(902) }, { as: 'village-collector' });
      expect(status).toBe(201);
    }
  });

  it('is not collected for somebody who was born after its school year', async () => {
    const { body } = await server.client.post<CommandBody>(
      '/api/records',
      { cycle: '2000-2001', reason: '尚未上户口' },
      { as: 'village-collector' },
    );
    const details = { section: 'identity', values: { birthDate: '2012-07-04' } };
    const path = `/api/records/${body.recordId}/details`;
    const values = { section: 'household', values: { region: VILLAGE } };
    await server.client.post(path, values, { as: 'village-collector', upon: '*' });
    expect(await server.client.post(path, details, { as: 'village-collector', upon: '*' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/values/birthDate', code: 'cycle-before-birth' }] },
    });
  });

  it.each(["'", '=""', '\u200b', '\u3164', '\u0301', `'=""`, '="\u2800"', '\ufe0f', '\u{e0041}'])(
    'takes no %j where something is to be said',
    async (blank) => {
      const record = await opened();
      const post = (path: string, body: object, as = 'village-collector') =>
        server.client.post<{ errors?: readonly { pointer: string }[] }>(`/api/records/${record.id}/${path}`, body, { as, upon: '*' });
      await post('details', { section: 'household', values: { region: VILLAGE } });
      const visit = { method: 'home', purpose: '资助访', date: '2020-09-08' };
      const answers = [
        [await post('details', { section: 'household', values: { region: VILLAGE }, source: blank }), '/source'],
        [await post('details', { section: 'identity', values: { name: blank } }), '/values/name'],
        [await post('visits', { ...visit, peopleMet: ['张三', blank] }, 'village-helper'), '/peopleMet'],
        [await post('visits', { ...visit, note: blank }, 'village-helper'), '/note'],
        [await post('closure', { reason: 'graduated', note: blank }, 'approver'), '/note'],
        [
          await server.client.post<{ errors?: readonly { pointer: string }[] }>(
            '/api/records',
            { cycle: CYCLE, reason: blank },
            { as: 'village-collector' },
          ),
          '/reason',
        ],
      ] as const;
      expect(answers.map(([{ status, body }]) => [status, body.errors?.[0]?.pointer])).toEqual(
        answers.map(([, pointer]) => [422, pointer]),
      );
    },
  );

  it.each(['安\u202e全\u202c', '\u2066安全\u2069', '安\u{e0041}全', `安${'\u0301'.repeat(40)}全`])(
    'takes no %j: what is shown would be another',
    async (reason) => {
      expect(await server.client.post('/api/records', { cycle: CYCLE, reason }, { as: 'village-collector' })).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: '/reason' }] },
      });
    },
  );

  it('is returned with a reason for each field, and goes up again', async () => {
    const record = await (await collected()).submit();
    await record.post('village-reviewer', 'reviews', {
      decision: 'return',
      line: 'household',
      level: 'village',
      digest: await record.digest('household'),
      to: 'collection',
      reasons: [{ field: 'guardianPhone', reason: '停机' }],
    });
    expect(await record.get()).toMatchObject({ status: 'returned', lines: { household: { state: 'returned:collection' } } });
    await record.post('village-collector', 'details', { section: 'household', values: { guardianPhone: '13912345678' } });
    await record.post('village-collector', 'submissions', { line: 'household' });
    expect((await record.get()).lines.household?.state).toBe('submitted');
  });

  it('is rejected by the county only as a whole, and appealed', async () => {
    const record = await (await (await collected()).submit()).approveLines();
    const rejection = { decision: 'reject', level: 'county', digest: await record.digest('joint'), note: '不符合条件' };
    expect(await record.attempt('approver', 'reviews', { ...rejection, line: 'household' })).toMatchObject({
      status: 422,
      body: { code: 'reject-is-joint' },
    });
    const { note: _none, ...unexplained } = rejection;
    expect((await record.attempt('approver', 'reviews', { ...unexplained, line: 'joint' })).status).toBe(422);
    await record.post('approver', 'reviews', { ...rejection, line: 'joint' });
    expect((await record.get()).status).toBe('rejected');
    await record.post('village-collector', 'appeals', { reason: '补充了证明' });
    expect((await record.get()).status).toBe('collecting');
  });

  it('is transferred, disputed, and accepted', async () => {
    const record = await collected();
    await record.post('village-collector', 'transfers', { line: 'household', to: OTHER_VILLAGE });
    await record.post('other-collector', 'transfers/dispute', { line: 'household', reason: '不在本村' });
    expect((await record.get()).sections.household?.region).toBe(VILLAGE);
    await record.post('village-collector', 'transfers', { line: 'household', to: OTHER_VILLAGE });
    await record.post('other-collector', 'transfers/acceptance', { line: 'household' });
    expect((await record.get()).sections.household?.region).toBe(OTHER_VILLAGE);
    expect(await record.attempt('school-collector', 'transfers', { line: 'enrolment', to: VILLAGE })).toMatchObject({
      status: 422,
      body: { code: 'wrong-unit' },
    });
    await record.post('school-collector', 'transfers', { line: 'enrolment', to: CENTRE });
  });

  it('is reported wrong, confirmed, corrected and approved again; a report that is dismissed changes nothing', async () => {
    const record = await approved();
    await record.post('auditor', 'errors', { field: 'cardNumber', origin: 'payment', note: '退票' });
    const { errors } = await record.get();
    const errorId = errors[0]?.errorId ?? '';
    const decide = (path: string, body: object, as: string) =>
      server.client.post<CommandBody>(`/api/errors/${errorId}/${path}`, body, { as, upon: '*' });
    expect(await decide('confirmation', {}, 'approver')).toMatchObject({ status: 403, body: { code: 'confirmer-involved' } });
    expect((await decide('confirmation', {}, 'education-officer')).status).toBe(200);
    expect(await decide('dismissal', { reason: '核对无误' }, 'education-officer')).toMatchObject({
      status: 409,
      body: { code: 'error-decided' },
    });
    const current = await record.get();
    const correction = { errorId, values: { cardNumber: '6205500000000000012' } };
    const corrected = await record.attempt('school-collector', 'corrections', correction, { upon: current.revision });
    expect(corrected.status).toBe(200);
    expect(await record.get()).toMatchObject({ status: 'in-review', errors: [{ status: 'corrected' }] });
  });

  it('is closed, reopened and carried into the next school year', async () => {
    const record = await approved();
    await record.post('approver', 'reopening', { lines: ['household'], reason: '家庭情况有变' });
    expect((await record.get()).status).toBe('in-review');
    const other = await approved();
    const next = await other.post('village-collector', 'next-cycle', { cycle: '2021-2022' });
    expect(next.recordId.endsWith('2021-2022')).toBe(true);
    const carried = await server.client.get<RecordBody & { carriedFrom: { recordId: string } }>(`/api/records/${next.recordId}`);
    expect(carried.body.carriedFrom.recordId).toBe(other.id);
    const closed = await collected();
    await closed.post('village-collector', 'closure', { reason: 'moved-away' });
    expect((await closed.get()).status).toBe('closed');
  });

  it('says for the asking person what they may do, and why not the rest, in their language', async () => {
    const record = await (await collected()).submit();
    const ask = (language: string) =>
      server.client.get<RecordBody>(`/api/records/${record.id}`, { as: 'village-reviewer', headers: { 'accept-language': language } });
    const { body } = await ask('en');
    const actions = new Map(body.actions.map((action) => [action.action, action]));
    expect(actions.get('sign-off:household:village')).toEqual({ action: 'sign-off:household:village', allowed: true });
    expect(actions.get('submit:household')?.reason).toMatchObject({
      code: 'already-submitted',
      detail: expect.stringContaining('submitted'),
    });
    expect(actions.get('sign-off:enrolment:school')).toMatchObject({ allowed: false, reason: { code: 'not-your-level' } });
    expect(body.allowed).toEqual(body.actions.filter(({ allowed }) => allowed).map(({ action }) => action));
    const chinese = (await ask('zh')).body.actions.find(({ action }) => action === 'submit:household');
    expect(chinese?.reason?.detail).toMatch(/已经送审/);
  });

  it('answers what is allowed now when something is not', async () => {
    const record = await collected();
    const refused = await record.attempt('village-collector', 'reopening', { reason: '改' });
    expect(refused).toMatchObject({ status: 403, body: { code: 'not-county' } });
    expect(refused.body.allowed).toEqual(expect.arrayContaining(['collect:household', 'submit:household', 'transfer:household', 'close']));
    const early = await record.attempt('village-reviewer', 'reviews', {
      decision: 'approve',
      line: 'household',
      level: 'village',
      digest: '0'.repeat(64),
    });
    expect(early).toMatchObject({ status: 409, body: { code: 'not-submitted' } });
  });
});

describe('looking at a record', () => {
  it('stands beside it, and each sign-off keeps what its signer had viewed of that submission', async () => {
    const record = await (await collected()).submit();
    const before = (await record.get()).revision;
    const digest = await record.digest('household');
    const view = (as = 'village-reviewer') => record.post(as, 'views', { line: 'household', digest, documents: ['id-card'] });
    await view();
    await view('township-reviewer');
    await pass(100);
    await view();
    await pass(30);
    await record.post('village-reviewer', 'views', { hidden: true });
    await pass(600);
    await view();
    await pass(7);
    expect((await record.get()).revision).toBe(before);
    await record.approve('village-reviewer', 'household', 'village');
    const signOff = (await historyOf(record)).body.entries.find(({ type }) => type === 'line-signed-off');
    // Of documents those count that the record has.
    expect(signOff?.data.viewed).toEqual({ documents: [], milliseconds: 137_000 });
    await pass(60);
    await record.approve('township-reviewer', 'household', 'township');
    const lapsed = (await historyOf(record)).body.entries.findLast(({ type }) => type === 'line-signed-off');
    expect(lapsed?.data.viewed).toEqual({ documents: [], milliseconds: 120_000 });
  });

  it('ends with the same person’s next view and decision, whichever record they are about, and goes on after a restart', async () => {
    const [first, second] = [await (await collected()).submit(), await (await collected()).submit()];
    const look = async (record: WorkedRecord) =>
      record.post('village-reviewer', 'views', { line: 'household', digest: await record.digest('household'), documents: [] });
    await look(first);
    await pass(10);
    await look(second);
    await pass(20);
    await look(first);
    await pass(40);
    await second.approve('village-reviewer', 'household', 'village');
    await pass(80);
    await first.approve('village-reviewer', 'household', 'village');
    const viewedOf = async (record: WorkedRecord) =>
      (await historyOf(record)).body.entries.findLast(({ type }) => type === 'line-signed-off')?.data.viewed;
    expect([await viewedOf(first), await viewedOf(second)]).toEqual([
      { documents: [], milliseconds: 50_000 },
      { documents: [], milliseconds: 20_000 },
    ]);
  });

  it('is counted also if its process died before the record’s side of it was written, once it shows a sign of life', async () => {
    const record = await (await collected()).submit();
    const digest = await record.digest('household');
    const view = (key: string) => record.attempt('village-reviewer', 'views', { line: 'household', digest, documents: [] }, { key });
    const { append } = server.runtime.log;
    const log = server.runtime.log as { append: typeof append };
    log.append = (stream, ...rest) => (stream.startsWith('views-') ? Promise.reject(new Error('killed')) : append(stream, ...rest));
    try {
      expect((await view('first')).status).toBe(500);
    } finally {
      log.append = append;
    }
    await pass(30);
    expect(await view('second')).toMatchObject({ status: 200, body: { open: true } });
    const { body } = await view('second');
    expect((await view('second')).body).toEqual(body);
    await pass(5);
    await record.approve('village-reviewer', 'household', 'village');
    const signOff = (await historyOf(record)).body.entries.findLast(({ type }) => type === 'line-signed-off');
    expect(signOff?.data.viewed).toEqual({ documents: [], milliseconds: 35_000 });
  });

  it('that is hidden late does not hide what has come after it', async () => {
    const record = await (await (await collected()).submit()).approveLines();
    const [household, joint] = [await record.digest('household'), await record.digest('joint')];
    await record.post('approver', 'views', { line: 'household', digest: household, documents: [] });
    await record.post('approver', 'views', { line: 'joint', digest: joint, documents: [] });
    const hide = (digest: string) => record.post('approver', 'views', { hidden: true, line: 'household', digest });
    expect(await hide(household)).toMatchObject({ open: true });
    expect(await hide(joint)).toMatchObject({ open: false });
    expect(await hide(joint)).toMatchObject({ open: false });
  });

  it('jointly counts what was viewed of either line', async () => {
    const record = await (await (await collected()).submit()).approveLines();
    for (const line of ['household', 'enrolment', 'joint']) {
      await record.post('approver', 'views', { line, digest: await record.digest(line), documents: [] });
      await pass(10);
    }
    await record.approve('approver', 'joint', 'county');
    const signOff = (await historyOf(record)).body.entries.findLast(({ type }) => type === 'line-signed-off');
    expect(signOff?.data.viewed).toEqual({ documents: [], milliseconds: 30_000 });
  });

  it('is refused for a submission that is not the one that waits, for documents that do not exist and for strangers', async () => {
    const record = await (await collected()).submit();
    const digest = await record.digest('household');
    const line = 'household';
    const attempt = (as: string, body: object) => record.attempt(as, 'views', body);
    expect(await attempt('village-reviewer', { line, digest: '0'.repeat(64), documents: [] })).toMatchObject({ status: 409 });
    expect(await attempt('village-reviewer', { line: 'enrolment', digest, documents: [] })).toMatchObject({ status: 409 });
    expect(await attempt('village-reviewer', { line: 'class', digest, documents: [] })).toMatchObject({ status: 422 });
    expect(await attempt('village-reviewer', { documents: [] })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/line' }, { pointer: '/digest' }] },
    });
    expect(await attempt('village-reviewer', { line, digest, documents: ['id-card', 'passport'] })).toMatchObject({
      status: 422,
      body: { code: 'unknown-document', detail: expect.stringContaining('household-book'), errors: [{ pointer: '/documents/1' }] },
    });
    expect(await attempt('nobody', { line, digest, documents: [] })).toMatchObject({ status: 403 });
    expect(await attempt('village-reviewer', { line, digest, documents: [], hidden: false })).toMatchObject({ status: 422 });
    expect(await attempt('village-reviewer', { line, digest, documents: [], milliseconds: 1 })).toMatchObject({ status: 422 });
    const claimed = { decision: 'approve', line, level: 'village', digest, viewed: { documents: [], milliseconds: 1 } };
    expect(await record.attempt('village-reviewer', 'reviews', claimed)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/viewed', code: 'unknown-field' }] },
    });
  });
});

describe('the three helpers', () => {
  it('do not see each other’s findings until their own is in', async () => {
    const record = await opened();
    await record.post('poverty-officer', 'details', { section: 'household', values: { region: VILLAGE } });
    const found = { purpose: '资助访', date: '2020-09-09', checked: { address: { outcome: 'confirmed' } }, note: '房屋漏雨' };
    await record.post('village-helper', 'visits', { method: 'home', ...found });
    const seenBy = async (as?: string) => {
      const [visit] = (await record.get(as)).visits;
      const entry = (await historyOf(record, as)).body.entries.find(({ type }) => type === 'visit-recorded');
      return {
        visit: visit?.confirmed,
        concealed: visit?.concealed,
        note: entry?.data.note,
        checked: Object.keys(entry?.data.checked as object),
      };
    };
    const open = { visit: ['address'], concealed: undefined, note: '房屋漏雨', checked: ['address'] };
    const closed = { visit: [], concealed: true, note: undefined, checked: [] };
    expect(await seenBy('village-helper')).toEqual(open);
    expect(await seenBy('village-reviewer')).toEqual(open);
    expect(await seenBy('resident-helper')).toEqual(closed);
    expect(await seenBy('teacher')).toEqual(closed);
    expect(await seenBy()).toEqual(closed);
    await record.post('resident-helper', 'visits', { method: 'spot-check', ...found });
    expect(await seenBy('resident-helper')).toEqual(open);
    expect(await seenBy('teacher')).toEqual(closed);
  });
});

describe('what changed between two moments', () => {
  it('is told field by field, with who changed it, masked', async () => {
    const record = await collected();
    const from = (await server.client.get<{ asOf: { position: string } }>(`/api/records/${record.id}`)).body.asOf.position;
    await record.post('village-collector', 'details', { section: 'household', values: { guardianPhone: '13912345678', members: 5 } });
    await record.post('village-collector', 'details', { section: 'household', values: { members: 4 } });
    await record.post('village-collector', 'submissions', { line: 'household' });
    const { body } = await server.client.get<Record<string, unknown>>(`/api/records/${record.id}/changes?from=${from}`);
    expect(body).toMatchObject({
      status: ['collecting', 'submitted'],
      lines: { household: ['collecting', 'submitted'] },
      fields: [{ field: 'guardianPhone', from: '138******78', to: '139******78', by: [{ actor: { userId: 'village-collector' } }] }],
    });
    const backwards = await server.client.get(
      `/api/records/${record.id}/changes?from=${(body.to as { position: string }).position}&to=${from}`,
    );
    expect(backwards).toMatchObject({ status: 422, body: { code: 'wrong-range' } });
  });
});

describe('what people type', () => {
  it('is the value that stands, however it is written: what runs on the line goes on, and a visit that says so differs from nothing', async () => {
    const record = await (await (await WorkedRecord.open(server.client, 70)).collect(70)).submit();
    const before = await record.get('village-collector');
    const number = idNumber(70);
    const written = { name: '张\u200b小 花', idNumber: ` ${number.toLowerCase().split('').join(' ')}`, ethnicity: '汉族\u3000' };
    await record.post('village-collector', 'details', { section: 'identity', values: written });
    await record.post('village-collector', 'details', { section: 'household', values: { headName: '张　建国', address: '新建村三组\t' } });
    await record.post('village-helper', 'visits', {
      method: 'home',
      purpose: '资助访',
      date: '2020-09-09',
      checked: {
        guardian: { outcome: 'differs', value: '李\ufeff春兰' },
        certificateNumbers: { outcome: 'differs', value: ['db430482 1012011001'] },
      },
    });
    const after = await record.get('village-collector');
    expect(after.lines['household']).toEqual(before.lines['household']);
    expect(after.sections['identity']).toEqual(before.sections['identity']);
    expect(after.errors).toEqual([]);
    expect(after).toMatchObject({ disagreements: [] });
  });
});
