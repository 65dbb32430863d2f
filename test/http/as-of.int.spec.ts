import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RunningServer } from './support/running-server.js';
import { CENTRE, COUNTY, CYCLE, JUNIOR, OTHER_VILLAGE, VALUES, VILLAGE } from './support/small-county.js';
import { stoppedAt } from './support/stopped-log.js';
import { WorkedRecord } from './support/worked-record.js';

const RECORDS = 4;
const DAY_MS = 86_400_000;

/** What may happen to a record; refused or not, it is tried. */
type Act = (record: WorkedRecord) => Promise<unknown>;

const review = (as: string, line: string, level: string, decision: 'approve' | 'return'): Act => {
  return async (record) => {
    const reasons = decision === 'return' ? { to: 'collection', reasons: [{ field: 'name', reason: '核对' }] } : {};
    return record.attempt(as, 'reviews', { decision, line, level, digest: await record.digest(line), ...reasons });
  };
};

const post =
  (as: string, path: string, body: unknown): Act =>
  (record) =>
    record.attempt(as, path, body, { upon: '*' });

/** Chance alone seldom gets a record up to the county. */
const upToTheCounty: Act = async (record) => {
  for (const act of ACTS.slice(0, 6)) await act(record);
};

function visitOf(checked: object, date: string): object {
  return { method: 'home', purpose: '资助访', date, checked };
}

const ACTS: readonly Act[] = [
  post('village-collector', 'submissions', { line: 'household' }),
  post('school-collector', 'submissions', { line: 'enrolment' }),
  review('village-reviewer', 'household', 'village', 'approve'),
  review('township-reviewer', 'household', 'township', 'approve'),
  review('school-reviewer', 'enrolment', 'school', 'approve'),
  review('approver', 'joint', 'county', 'approve'),
  review('village-reviewer', 'household', 'village', 'return'),
  upToTheCounty,
  post('village-collector', 'details', { section: 'household', values: { members: 5 } }),
  post('village-collector', 'details', { section: 'poverty', values: { categories: ['orphan'] } }),
  post('village-collector', 'details', { section: 'poverty', values: { categories: [...VALUES.poverty.categories] } }),
  post('school-collector', 'details', { section: 'enrolment', values: { boarding: false } }),
  post('teacher', 'visits', { method: 'phone', purpose: '爱心访', date: '2020-09-08' }),
  post('village-helper', 'visits', { method: 'home', purpose: '资助访', date: '2020-09-07' }),
  post('village-collector', 'transfers', { line: 'household', to: OTHER_VILLAGE }),
  post('other-collector', 'transfers/dispute', { line: 'household', reason: '不在本村' }),
  post('other-collector', 'transfers/acceptance', { line: 'household' }),
  post('school-collector', 'transfers', { line: 'enrolment', to: CENTRE }),
  post('teacher', 'visits', visitOf({ class: { outcome: 'differs', value: '3班' }, boarding: { outcome: 'confirmed' } }, '2020-09-09')),
  post('village-helper', 'visits', visitOf({ members: { outcome: 'differs', value: 6 }, address: { outcome: 'confirmed' } }, '2020-09-09')),
  post('resident-helper', 'visits', visitOf({ members: { outcome: 'confirmed' }, address: { outcome: 'differs' } }, '2020-09-10')),
  async () => server.client.post('/api/visits/samples', { month: '2020-09', village: VILLAGE }, { as: 'approver' }),
  post('auditor', 'errors', { field: 'cardNumber', origin: 'audit' }),
  post('approver', 'reopening', { reason: '情况有变' }),
  post('village-collector', 'escalations', { line: 'household', level: 'village' }),
  post('village-collector', 'closure', { reason: 'moved-away' }),
];

let server: RunningServer;
let records: readonly WorkedRecord[];
let students = 0;
let clock = Date.parse('2020-09-10T02:00:00.000Z');
beforeAll(async () => {
  server = await RunningServer.start();
});
afterAll(() => server.stop());

async function freshRecords(): Promise<readonly WorkedRecord[]> {
  const fresh: WorkedRecord[] = [];
  for (let n = 0; n < RECORDS; n += 1) {
    students += 1;
    fresh.push(await (await WorkedRecord.open(server.client, students)).collect(students));
  }
  return fresh;
}

/** A question that may be asked of the past, as whoever may ask it, and where its moment stands. */
interface Question {
  readonly path: string;
  readonly as?: string;
  /** Absent: `asOf`. */
  readonly moment?: string;
}

/** Every question that may be asked of the past, without its moment. */
function questions(from: string): readonly Question[] {
  const units = [
    `counties/${COUNTY}`,
    'townships/430482101',
    `villages/${VILLAGE}`,
    `villages/${OTHER_VILLAGE}`,
    `schools/${JUNIOR}`,
    `schools/${CENTRE}`,
  ];
  const ofVisits = [`village=${VILLAGE}`, `village=${OTHER_VILLAGE}`, `school=${JUNIOR}`];
  const paths = [
    ...records.map(({ id }) => `records/${id}?`),
    ...records.map(({ id }) => `records/${id}/history?`),
    ...records.map(({ id }) => `records/${id}/blame?`),
    ...units.map((unit) => `${unit}?cycle=${CYCLE}&`),
    `records?cycle=${CYCLE}&`,
    `records?cycle=${CYCLE}&village=${VILLAGE}&`,
    `records?cycle=${CYCLE}&category=orphan&`,
    `records?cycle=${CYCLE}&status=approved&`,
    `deadlines?cycle=${CYCLE}&`,
    `deadlines?cycle=${CYCLE}&village=${VILLAGE}&`,
    `visits/summary?school=${JUNIOR}&month=2020-09&`,
  ];
  const named = [
    ...records.map(({ id }) => `records/${id}?`),
    ...records.map(({ id }) => `records/${id}/visits/agreement?`),
    ...ofVisits.map((unit) => `visits/agreement?month=2020-09&${unit}&`),
    ...ofVisits.map((unit) => `visits/disagreements?${unit}&`),
    `visits/disagreements?cycle=${CYCLE}&status=open&`,
    `visits/disagreements?cycle=${CYCLE}&status=decided&`,
    'visits/samples?month=2020-09&',
  ];
  const ledgers = [
    'people/village-collector/responsibility?',
    'people/village-reviewer/responsibility?',
    'people/village-reviewer/responsibility/events?',
    `units/${VILLAGE}/responsibility?`,
    `units/${JUNIOR}/responsibility/events?`,
    'assessments/2020-09?',
  ];
  return [
    ...paths.map((path) => ({ path })),
    ...ledgers.map((path) => ({ path, as: 'approver' })),
    ...['approver', 'teacher'].flatMap((as) => named.map((path) => ({ path, as }))),
    ...units.map((unit) => ({ path: `${unit}/changes?cycle=${CYCLE}&from=${from}&`, moment: 'to' })),
    ...records.map(({ id }) => ({ path: `records/${id}/changes?from=${from}&`, moment: 'to' })),
  ];
}

/** Positions at which something happened. Where only the clock was set on, the time before and after it is at issue. */
async function momentsAfter(position: string): Promise<readonly string[]> {
  const { events } = await server.runtime.log.readAll({ after: position, limit: 10_000 });
  return events.filter(({ type }) => type !== 'clock-set').map((event) => event.position);
}

describe('an answer as of a position', () => {
  it('equals that of a log which ends there, for every view', async () => {
    const step = fc.record({ act: fc.nat(ACTS.length - 1), record: fc.nat(RECORDS - 1), day: fc.boolean() });
    const histories = fc.tuple(
      fc.array(step, { minLength: 30, maxLength: 45 }),
      fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 2, maxLength: 2 }),
    );
    await fc.assert(
      fc.asyncProperty(histories, async ([steps, places]) => {
        const before = await server.runtime.log.head();
        records = await freshRecords();
        for (const { act, record, day } of steps) {
          await ACTS[act]?.(records[record] as WorkedRecord);
          if (!day) continue;
          clock += DAY_MS;
          await server.setClock(new Date(clock).toISOString());
        }
        const moments = await momentsAfter(before);
        for (const place of places) await mustAgree(moments[Math.floor(place * moments.length)] ?? '', before);
      }),
      { numRuns: 3, endOnFailure: true },
    );
  }, 240_000);
});

async function mustAgree(position: string, from: string): Promise<void> {
  const stopped = await RunningServer.start({ county: stoppedAt(server.runtime.configuration.dataDirectory, position) });
  try {
    for (const { path, as, moment = 'asOf' } of questions(from)) {
      const sent = as === undefined ? {} : { as };
      const past = await server.client.get<object>(`/api/${path}${moment}=${position}`, sent);
      const then = await stopped.client.get<object>(`/api/${path.slice(0, -1)}`, sent);
      expect({ path, as, position, status: past.status, body: past.body }).toEqual({
        path,
        as,
        position,
        status: then.status,
        body: then.body,
      });
    }
  } finally {
    await stopped.stop();
  }
}
