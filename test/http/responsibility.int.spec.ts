import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GetAssessment, responsibilityMessages } from '#responsibility';
import { QueryBus } from '@nestjs/cqrs';
import { RunningServer } from './support/running-server.js';
import { JUNIOR, VALUES, VILLAGE } from './support/small-county.js';
import { WorkedRecord, type CommandBody } from './support/worked-record.js';

const TOWNSHIP = '430482101';
const SIGNERS = ['village-reviewer', 'township-reviewer'];
const SUBMITTER = 'village-collector';

interface Blame {
  readonly fields: readonly {
    readonly field: string;
    readonly value: unknown;
    readonly setBy: { readonly by: { readonly userId: string } };
    readonly signOffs: readonly { readonly level: string; readonly by: { readonly userId: string } }[];
    readonly errors: readonly { status: string; answerers: readonly { userId: string }[]; appeals?: Readonly<Record<string, string>> }[];
  }[];
}

interface Ledger {
  readonly counts: Readonly<Record<string, number>>;
  readonly units?: readonly string[];
  readonly code?: string;
}

interface Unit {
  readonly unit: string;
  readonly n: number;
  readonly x: number;
}

interface Assessment {
  readonly inputs: string;
  readonly levels: readonly { readonly level: string; readonly units: readonly Unit[] }[];
}

interface Month {
  readonly status: string;
  readonly code?: string;
  readonly agrees?: boolean;
  readonly assessment: Assessment;
  readonly published?: { readonly eventId: string; readonly restatements: readonly { readonly assessment: Assessment }[] };
}

let server: RunningServer;
let record: WorkedRecord;
let errorId: string;
let confirmed: string;

/** A wrong address, signed by the village, the township and the county; reported by the auditor, confirmed by an officer. */
beforeAll(async () => {
  server = await RunningServer.start();
  record = await (await (await (await WorkedRecord.open(server.client, 1)).collect(1)).submit()).approveLines();
  await record.approve('approver', 'joint', 'county');
  await record.post('auditor', 'errors', { field: 'address', origin: 'audit' });
  errorId = (await record.get()).errors[0]?.errorId ?? '';
  confirmed = (await decide('confirmation', {}, 'education-officer')).body.position;
});
afterAll(() => server.stop());

const decide = (path: string, body: object, as: string, upon: number | string = '*') =>
  server.client.post<CommandBody>(`/api/errors/${errorId}/${path}`, body, { as, upon });
const get = <Body>(path: string, as?: string, accept?: string) =>
  server.client.get<Body>(path, {
    ...(as !== undefined && { as }),
    ...(accept !== undefined && { headers: { 'accept-language': accept } }),
  });
const ledgerOf = (path: string, as: string) => get<Ledger>(`/api/${path}/responsibility`, as);
const month = (as?: string, query = '') => get<Month>(`/api/assessments/2020-09${query}`, as);
const unitIn = ({ levels }: Assessment, level: string, unit: string) =>
  levels.find((list) => list.level === level)?.units.find((one) => one.unit === unit);
const textAt = async (path: string, as: string) => {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { headers: { 'x-countersign-as': as } });
  return { status: response.status, type: response.headers.get('content-type'), bytes: Buffer.from(await response.arrayBuffer()) };
};

describe('the blame of a field', () => {
  it('names who set it, everybody who signed it, and who answers for the error in it', async () => {
    const { status, body } = await get<Blame>(`/api/records/${record.id}/blame?field=address&minPosition=${confirmed}`);
    expect(status).toBe(200);
    const [field] = body.fields;
    expect(field).toMatchObject({ value: VALUES.household.address, setBy: { by: { userId: SUBMITTER } } });
    expect(field?.signOffs.map(({ by, level }) => [by.userId, level])).toEqual([
      ['village-reviewer', 'village'],
      ['township-reviewer', 'township'],
      ['approver', 'county'],
    ]);
    expect(field?.errors).toMatchObject([{ status: 'confirmed' }]);
    expect(field?.errors[0]?.answerers.map(({ userId }) => userId)).toEqual([SUBMITTER, ...SIGNERS, 'approver']);
  });

  it('masks numbers, tells the past as it was, and refuses what there is not', async () => {
    const card = await get<Blame>(`/api/records/${record.id}/blame?field=cardNumber`);
    expect(card.body.fields[0]?.value).toBe('***************0004');
    const before = await get<Blame>(`/api/records/${record.id}/blame?field=address&asOf=1`);
    expect(before.status).toBe(404);
    const whole = await get<Blame>(`/api/records/${record.id}/blame`);
    expect(whole.body.fields.length).toBeGreaterThan(20);
    expect((await get(`/api/records/${record.id}/blame?field=size`)).status).toBe(422);
    expect((await get(`/api/records/nothing/blame`)).status).toBe(404);
  });
});

describe('ledgers', () => {
  it('count the error against both signers and whoever brought it in', async () => {
    for (const signer of SIGNERS) {
      expect((await ledgerOf(`people/${signer}`, signer)).body.counts).toMatchObject({ signed: 1, passed: 1, introduced: 0 });
    }
    expect((await ledgerOf(`people/${SUBMITTER}`, SUBMITTER)).body.counts).toMatchObject({ submitted: 1, introduced: 1, passed: 0 });
    expect((await ledgerOf(`units/${VILLAGE}`, 'auditor')).body.counts).toMatchObject({ introduced: 1, passed: 1 });
    expect((await ledgerOf('units/department:education', 'auditor')).body.counts).toMatchObject({ signed: 0 });
  });

  it('lead to the events behind each number, and of a period hold only what came in it', async () => {
    const path = `/api/people/${SUBMITTER}/responsibility`;
    const first = await get<{ items: { kind: string }[]; nextCursor?: string }>(`${path}/events?kind=collected&limit=1`, 'auditor');
    const next = await get<typeof first.body>(`${path}/events?kind=collected&limit=1000&cursor=${first.body.nextCursor}`, 'auditor');
    const { counts } = (await ledgerOf(`people/${SUBMITTER}`, 'auditor')).body;
    expect([...first.body.items, ...next.body.items].map(({ kind }) => kind)).toEqual(Array(counts['collected']).fill('collected'));
    expect(next.body.nextCursor).toBeUndefined();
    expect((await get<Ledger>(`${path}?from=${confirmed}`, 'auditor')).body.counts).toMatchObject({ submitted: 0, introduced: 0 });
    expect((await get<Ledger>(`${path}?to=2020-09-01`, 'auditor')).body.counts).toMatchObject({ submitted: 0, introduced: 0 });
    expect((await get<Ledger>(`${path}?asOf=2020-09-01`, 'auditor')).body.counts).toMatchObject({ introduced: 0 });
  });

  it('are seen by the person, by who reviews above them, by the county, and by nobody else', async () => {
    const ofVillage = `people/${SUBMITTER}`;
    expect((await ledgerOf(ofVillage, 'township-reviewer')).body).toMatchObject({ units: [VILLAGE], counts: { introduced: 1 } });
    expect((await ledgerOf(ofVillage, 'approver')).body.units).toBeUndefined();
    for (const stranger of ['other-collector', 'school-reviewer', 'village-helper', 'administrator', 'nobody']) {
      expect(await ledgerOf(ofVillage, stranger)).toMatchObject({ status: 403, body: { code: 'not-supervisor' } });
      expect((await get(`/api/${ofVillage}/responsibility/events`, stranger)).status).toBe(403);
      expect((await ledgerOf(`units/${VILLAGE}`, stranger)).status).toBe(403);
    }
    expect((await get(`/api/${ofVillage}/responsibility`)).status).toBe(403);
    expect((await ledgerOf(`units/${JUNIOR}`, 'school-reviewer')).status).toBe(200);
    expect((await ledgerOf(`units/${TOWNSHIP}`, 'village-reviewer')).status).toBe(403);
    expect((await ledgerOf('people/no-such', 'auditor')).status).toBe(404);
    expect((await ledgerOf('units/department:nothing', 'auditor')).status).toBe(404);
    expect((await get(`/api/${ofVillage}/responsibility/events?kind=slept`, 'auditor')).status).toBe(422);
    expect((await get(`/api/${ofVillage}/responsibility/events?cursor=x`, 'auditor')).status).toBe(422);
  });
});

describe('a month', () => {
  let published: Month;

  it('is drafted for the county alone, as the command line drafts it', async () => {
    const { status, body } = await month('approver');
    expect(status).toBe(200);
    const queries = server.application.get(QueryBus, { strict: false });
    expect(body).toEqual(JSON.parse(JSON.stringify(await queries.execute(new GetAssessment({ month: '2020-09' })))));
    expect(unitIn(body.assessment, 'village', VILLAGE)).toMatchObject({ x: 1 });
    expect(unitIn(body.assessment, 'township', TOWNSHIP)).toMatchObject({ x: 1 });
    expect(unitIn(body.assessment, 'school', JUNIOR)).toMatchObject({ x: 0 });
    expect(await month('village-reviewer')).toMatchObject({ status: 403, body: { code: 'not-supervisor' } });
    expect((await month()).status).toBe(403);
    for (const wrong of ['2020-13', 'September', '2020-9']) {
      expect(await get(`/api/assessments/${wrong}`, 'approver')).toMatchObject({ status: 422, body: { code: 'wrong-month' } });
    }
  });

  it('is published once, when it is over, by who may; the same key again answers the same', async () => {
    const publish = (as: string, key?: string, of = '2020-09') =>
      server.client.post<Month & CommandBody>(`/api/assessments/${of}/publication`, {}, { as, ...(key && { key }) });
    expect(await publish('approver')).toMatchObject({ status: 409, body: { code: 'month-not-over' } });
    await server.setClock('2020-10-09T10:00:00+08:00');
    expect(await publish('village-reviewer')).toMatchObject({ status: 403, body: { code: 'not-publisher' } });
    expect((await publish('approver', undefined, '2020-00')).status).toBe(422);
    const answer = await publish('approver', 'september');
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe('/api/assessments/2020-09');
    expect((await publish('approver', 'september')).body).toEqual(answer.body);
    expect(await publish('education-officer')).toMatchObject({ status: 409, body: { code: 'already-published' } });
    published = (await month(undefined, `?check=true&minPosition=${answer.body.position}`)).body;
    expect(published).toMatchObject({ status: 'published', agrees: true, assessment: answer.body.assessment });
  });

  it('is for everybody then, as a notice and as a table too', async () => {
    const notice = await textAt('/api/assessments/2020-09/notice', SUBMITTER);
    expect(notice).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' });
    expect(notice.bytes.toString()).toContain('关于常宁市2020年9月贫困学生资助档案审核责任考核评价情况的通报');
    const csv = (await textAt('/api/assessments/2020-09/export?format=csv', SUBMITTER)).bytes.toString();
    expect(csv).toMatch(new RegExp(`${VILLAGE}"?,新建村委会`));
    const xlsx = await textAt('/api/assessments/2020-09/export?format=xlsx', SUBMITTER);
    expect(xlsx.bytes.subarray(0, 2).toString()).toBe('PK');
    expect((await get('/api/assessments/2020-09/export?format=pdf')).status).toBe(422);
    expect((await get('/api/assessments/2020-10/notice')).status).toBe(403);
  });

  it('stays as it was published when an appeal is upheld by the named decider, and is restated beside when one is reversed', async () => {
    expect(await decide('attribution-appeals', { reason: '当时属实' }, 'school-reviewer')).toMatchObject({
      status: 403,
      body: { code: 'not-attributed' },
    });
    for (const signer of SIGNERS) expect((await decide('attribution-appeals', { reason: '当时未见材料' }, signer)).status).toBe(200);
    expect((await decide('attribution-appeals', { reason: '再次申诉' }, 'township-reviewer')).status).toBe(409);
    const naming = { matter: 'appeal', userId: 'poverty-officer' };
    expect((await decide('decider', naming, 'approver')).status).toBe(403);
    const unfit = await decide('decider', { ...naming, userId: 'village-reviewer' }, 'auditor');
    expect(unfit).toMatchObject({ status: 422, body: { code: 'decider-unfit' } });
    // The poverty officer has set a field of the household line, not this one, and has signed nothing.
    expect((await decide('decider', naming, 'auditor')).status).toBe(200);
    const upheld = { appellant: 'village-reviewer', outcome: 'upheld', reason: '材料在档' };
    const reversed = { appellant: 'township-reviewer', outcome: 'granted', reason: '申诉属实' };
    expect(await decide('attribution-appeals/decision', upheld, 'education-officer')).toMatchObject({ status: 403 });
    expect((await decide('attribution-appeals/decision', upheld, 'poverty-officer', 1)).status).toBe(412);
    expect((await decide('attribution-appeals/decision', upheld, 'poverty-officer')).status).toBe(200);
    expect((await month(undefined, '?check=true')).body).toEqual(published);
    expect((await decide('attribution-appeals/decision', reversed, 'poverty-officer')).status).toBe(200);
    expect(await decide('attribution-appeals/decision', reversed, 'poverty-officer')).toMatchObject({
      status: 409,
      body: { code: 'no-open-appeal' },
    });
    const { body } = await month(undefined, '?check=true');
    expect(body).toMatchObject({ agrees: true, assessment: published.assessment });
    expect(body.published?.restatements).toHaveLength(1);
    const restated = body.published?.restatements[0]?.assessment ?? { inputs: '', levels: [] };
    expect([unitIn(restated, 'village', VILLAGE)?.x, unitIn(restated, 'township', TOWNSHIP)?.x]).toEqual([1, 0]);
    expect((await ledgerOf('people/township-reviewer', 'auditor')).body.counts['passed']).toBe(0);
    expect((await ledgerOf('people/village-reviewer', 'auditor')).body.counts['passed']).toBe(1);
  });

  it('needs If-Match where the record changes', async () => {
    const path = `/api/errors/${errorId}/attribution-appeals`;
    expect((await server.client.post(path, { reason: '属实' }, { as: 'approver' })).status).toBe(428);
    expect((await server.client.post(`${path}/decision`, {}, { as: 'poverty-officer', upon: '*' })).status).toBe(422);
  });
});

describe('the audit of attributions', () => {
  it('works them out anew and agrees, page by page, for who may ask', async () => {
    await record.get();
    const { revision } = await record.get();
    await record.attempt('auditor', 'errors', { field: 'cause', origin: 'audit' }, { upon: revision });
    const second = (await record.get()).errors.find((error) => error.status === 'reported')?.errorId ?? '';
    await server.client.post(`/api/errors/${second}/confirmation`, {}, { as: 'education-officer', upon: '*' });
    type Verified = { readonly nextCursor?: string };
    const first = await get<Verified>('/api/audit/attributions?limit=1', 'auditor');
    expect(first.body).toEqual({ asOf: expect.anything(), items: [], checked: 1, agree: 1, nextCursor: expect.any(String) });
    const rest = await get<Verified>(`/api/audit/attributions?cursor=${first.body.nextCursor}`, 'auditor');
    expect(rest.body).toEqual({ asOf: expect.anything(), items: [], checked: 1, agree: 1 });
    expect((await get('/api/audit/attributions', 'village-reviewer')).status).toBe(403);
    expect((await get('/api/audit/attributions?cursor=zz', 'auditor')).status).toBe(422);
  });

  it('refuses in the language of the caller', async () => {
    const { body } = await get<{ detail: string }>('/api/audit/attributions', 'village-reviewer', 'en');
    expect(body.detail).toBe(responsibilityMessages['not-supervisor']?.en);
  });
});
