/**
 * The README's tour over HTTP, by a client that was generated from the OpenAPI document and by nothing else: what people do is a method, what is answered has
 * a type. Run as a program with the server's address and the folder of the sample; what it has seen is printed as JSON.
 */
import { deepStrictEqual, strictEqual } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { client } from './generated/client.gen.js';
import * as api from './generated/index.js';

const [, , baseUrl = '', sample = ''] = process.argv;
client.setConfig({ baseUrl });

const CYCLE = '2020-2021';
const VILLAGE = '430482101201';
const SCHOOL = '3043482007';

type Line = 'household' | 'enrolment' | 'joint';

/** What every call answers. */
interface Called<Data> {
  readonly data?: Data;
  readonly error?: api.Problem;
  readonly response?: Response;
}

function as(person: string): { 'X-Countersign-As': string; 'Accept-Language': string } {
  return { 'X-Countersign-As': person, 'Accept-Language': 'en' };
}

function good<Data>({ data, error }: Called<Data>): Data {
  if (data === undefined) throw new Error(`refused: ${JSON.stringify(error)}`);
  return data;
}

function refused({ error }: Called<unknown>): string {
  if (error === undefined) throw new Error('was not refused');
  return error.code;
}

async function importRosters(): Promise<void> {
  const files = [
    { name: '扶贫办_建档立卡人口.xlsx', person: 'u0335', reconcile: false },
    { name: '教育局_学籍.csv', person: 'u0334', reconcile: true },
  ];
  for (const { name, person, reconcile } of files) {
    const body = new Blob([await readFile(join(sample, name))]);
    const taken = good(await api.importRoster({ headers: as(person), query: { cycle: CYCLE, name, reconcile }, body }));
    strictEqual(await ended(taken.importId), 'done');
  }
}

async function ended(importId: string): Promise<api.Import['state']> {
  for (;;) {
    const { state } = good(await api.getImport({ path: { id: importId } }));
    if (state !== 'receiving' && state !== 'running') return state;
    await pause(50);
  }
}

/** One record, each command upon the revision that the last answer left. */
class OneRecord {
  private constructor(
    readonly id: string,
    private etag: string,
  ) {}

  static async find(): Promise<OneRecord> {
    const { items } = good(await api.listRecords({ query: { village: VILLAGE, school: SCHOOL } }));
    const id = items[0]?.recordId ?? '';
    const { response } = await api.getRecord({ path: { id } });
    return new OneRecord(id, response?.headers.get('etag') ?? '');
  }

  upon(person: string) {
    return { path: { id: this.id }, headers: { ...as(person), 'If-Match': this.etag } };
  }

  /** What was done, done. */
  done(called: Called<api.CommandAnswer | api.CheckAnswer>): api.CommandAnswer {
    this.etag = called.response?.headers.get('etag') ?? this.etag;
    const answer = good(called);
    if (!('recordId' in answer)) throw new Error('only checked');
    return answer;
  }

  async state(person = 'u0339'): Promise<api.ShownRecord> {
    return good(await api.getRecord({ path: { id: this.id }, headers: as(person) }));
  }

  /** What waits, as the record says it, is what is reviewed. */
  async review(person: string, line: Line, level: string, decision: Partial<api.ReviewRecordData['body']> = {}) {
    const { waiting } = await this.state();
    const digest = waiting.find((one) => one.line === line)?.digest ?? '0'.repeat(64);
    const body: api.ReviewRecordData['body'] = { decision: 'approve', line, level, digest, ...decision };
    const called = await api.reviewRecord({ path: { id: this.id }, headers: as(person), body });
    this.etag = called.response?.headers.get('etag') ?? this.etag;
    return called;
  }
}

async function householdLine(record: OneRecord): Promise<void> {
  const submission = () => api.submitLine({ ...record.upon('u0094'), body: { line: 'household' } });
  const early = await submission();
  strictEqual(refused(early), 'requirements-missing');
  deepStrictEqual(
    early.error?.errors?.map(({ pointer }) => pointer),
    ['/fields/members', '/visits/any'],
  );
  const collect = (values: { [field: string]: unknown }) =>
    api.collectDetails({ ...record.upon('u0094'), body: { section: 'household', values } });
  record.done(await collect({ members: 4 }));
  record.done(await api.recordVisit({ ...record.upon('u0096'), body: { method: 'home', purpose: '资助访', date: '2020-09-01' } }));
  record.done(await submission());
  strictEqual(refused(await record.review('u0076', 'household', 'township')), 'wrong-level');
  strictEqual(refused(await record.review('u0094', 'household', 'village')), 'not-your-level');
  good(await record.review('u0095', 'household', 'village'));
  const reasons = [{ field: 'address', reason: '组别与户口簿不符' }];
  good(await record.review('u0076', 'household', 'township', { decision: 'return', to: 'collection', reasons }));
  record.done(await collect({ address: '柏坊镇斗岭村6组' }));
  record.done(await submission());
  good(await record.review('u0095', 'household', 'village'));
  good(await record.review('u0076', 'household', 'township'));
}

async function enrolmentLine(record: OneRecord): Promise<void> {
  const values = { payeeName: '刘雨娟', payeeIdNumber: '430482198202090159', bank: '常宁农商银行', cardNumber: '6222021001116245702' };
  record.done(await api.collectDetails({ ...record.upon('u0016'), body: { section: 'payment', values } }));
  record.done(await api.submitLine({ ...record.upon('u0016'), body: { line: 'enrolment' } }));
  good(await record.review('u0017', 'enrolment', 'school'));
  good(await record.review('u0077', 'enrolment', 'centre-school'));
  const inbox = good(await api.getInbox({ headers: as('u0339') }));
  deepStrictEqual(
    inbox.items.flatMap((item) => (item.kind === 'review' ? [item.line] : [])),
    ['joint'],
  );
  // Beside it stand the findings of the rosters, which the approver may decide.
  deepStrictEqual([inbox.totals.review, inbox.totals.finding], [1, inbox.items.length - 1]);
  good(await record.review('u0339', 'joint', 'county'));
}

async function errorReported(record: OneRecord): Promise<api.Blame['fields'][number]['errors'][number]> {
  record.done(await api.reportError({ ...record.upon('u0096'), body: { field: 'address', origin: 'audit', note: '门牌不符' } }));
  const [reported] = (await record.state()).errors;
  const errorId = reported?.errorId ?? '';
  const upon = (person: string) => ({ ...record.upon(person), path: { id: errorId } });
  record.done(await api.confirmError({ ...upon('u0340'), body: {} }));
  record.done(await api.correctRecord({ ...record.upon('u0094'), body: { errorId, values: { address: '柏坊镇斗岭村7组' } } }));
  const { fields } = good(await api.getBlame({ path: { id: record.id }, query: { field: 'address' } }));
  const answered = fields[0]?.errors[0];
  if (answered === undefined) throw new Error('blame does not tell of the error');
  return answered;
}

await importRosters();
const registered = good(await api.listRecords({ query: { category: 'registered', limit: 1000 } }));
const findings = good(await api.listFindings({ query: { cycle: CYCLE, limit: 1000 } }));
const village = good(await api.getVillage({ path: { code: VILLAGE } }));
const record = await OneRecord.find();
await householdLine(record);
await enrolmentLine(record);
const { status, payable } = await record.state();
const history = good(await api.getRecordHistory({ path: { id: record.id } }));
const error = await errorReported(record);
const after = await record.state();
const { status: health } = good(await api.getReadiness());

process.stdout.write(
  JSON.stringify({
    registered: registered.items.length,
    findings: findings.items.length,
    students: village.students,
    status,
    payable,
    history: history.entries.map(({ type }) => type),
    error: { status: error.status, answerers: error.answerers?.map(({ userId }) => userId).sort() },
    after: after.status,
    health,
  }),
);
