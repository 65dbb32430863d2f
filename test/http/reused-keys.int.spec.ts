import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ownLog } from '../../libs/event-store/src/testing/server-place.js';
import { TestServer } from '../support/eventstoredb/test-server.js';
import type { AnyBody } from './support/client.js';
import { RunningServer } from './support/running-server.js';
import { CYCLE, idNumber, VILLAGE } from './support/small-county.js';
import { Uploads } from './support/uploads.js';
import { WorkedRecord } from './support/worked-record.js';

interface Said {
  readonly as: string;
  readonly path: string;
  readonly body: object;
}

/** What everybody may do, as often as they like: so it comes before and after every other command. */
let subscriptions = 0;
const subscribing = (as: string): Said => ({ as, path: '/api/feed/subscriptions', body: { name: `s-${(subscriptions += 1)}`, types: [] } });

const REUSED = { status: 422, body: { code: 'command-reused' } };
const ROSTER = Buffer.from('姓名,身份证号\r\n');
const OFFICER = 'education-officer';

describe.each(['SQLite', 'EventStoreDB'])('an Idempotency-Key on %s', (store) => {
  let log: TestServer | undefined;
  let server: RunningServer;
  let records: readonly [WorkedRecord, WorkedRecord];
  let eventStore: string | undefined;

  beforeAll(async () => {
    log = store === 'SQLite' ? undefined : await TestServer.start();
    eventStore = log && ownLog(log.address());
    server = await RunningServer.start({ ...(eventStore && { eventStore }) });
    records = [await submitted(1), await submitted(2)];
    await server.setClock('2020-10-12T10:00:00+08:00');
  }, 120_000);
  afterAll(async () => {
    await server.stop();
    await log?.stop();
  });

  const submitted = async (n: number) => (await (await WorkedRecord.open(server.client, n)).collect(n)).submit();
  const send = ({ as, path, body }: Said, key: string) => server.client.post<AnyBody>(path, body, { as, key, upon: '*' });
  /** All but what was refused, and what it is made known by that a key was used. */
  const done = async () =>
    (await server.runtime.log.readAll({ limit: 10_000 })).events.filter(
      ({ stream }) => !/^(refusals|command|contests|identity)-/.test(stream),
    ).length;
  const on = (record: number, as: string, path: string, body: object): Said => ({
    as,
    path: `/api/records/${records[record]?.id}/${path}`,
    body,
  });
  const hand = (name: string, key: string, as = OFFICER, query = '') =>
    new Uploads(server.port).upload(name, ROSTER, { as, key, query: `&reconcile=false${query}` });

  /** Every kind of command, each of which would be taken. */
  const kinds: Readonly<Record<string, () => Said | Promise<Said>>> = {
    details: () => on(0, 'village-collector', 'details', { section: 'household', values: { address: '新建村九组' } }),
    visits: () => on(0, 'village-helper', 'visits', { method: 'phone', purpose: '爱心访', date: '2020-09-08' }),
    'an opening': () => ({ as: 'village-collector', path: '/api/records', body: { cycle: CYCLE, idNumber: idNumber(30) } }),
    'an opening without a number': () => ({
      as: 'village-collector',
      path: '/api/records',
      body: { cycle: CYCLE, reason: '尚未落户' },
    }),
    views: async () =>
      on(1, 'village-reviewer', 'views', { line: 'household', digest: await records[1].digest('household'), documents: [] }),
    escalations: () => on(1, 'township-reviewer', 'escalations', { line: 'enrolment', level: 'school' }),
    reviews: async () =>
      on(1, 'school-reviewer', 'reviews', {
        decision: 'approve',
        line: 'enrolment',
        level: 'school',
        digest: await records[1].digest('enrolment'),
      }),
    'reviews of many': async () => {
      const review = { recordId: records[1].id, line: 'household', level: 'village', digest: await records[1].digest('household') };
      // The sample of so few is all of them.
      const { line, digest } = review;
      await send(on(1, 'village-reviewer', 'views', { line, digest, documents: [] }), 'looks');
      return { as: 'village-reviewer', path: '/api/reviews', body: { decision: 'approve', reviews: [review] } };
    },
    'a draw': () => ({ as: 'approver', path: '/api/visits/samples', body: { month: '2020-09', village: VILLAGE } }),
    'a draw for all': () => ({ as: 'approver', path: '/api/visits/samples', body: { month: '2020-10' } }),
    'a publication': () => ({ as: 'approver', path: '/api/assessments/2020-09/publication', body: {} }),
    units: () => ({
      as: 'administrator',
      path: '/api/units',
      body: { code: '430482101299', name: '荷叶村委会', level: 'village', parent: '430482101' },
    }),
    people: () => ({ as: 'administrator', path: '/api/people', body: { username: 'new-one', name: '午一', phone: '19900000099' } }),
    appointments: () => ({
      as: 'administrator',
      path: '/api/appointments',
      body: { username: 'new-one', role: 'reviewer', unit: VILLAGE, line: 'household' },
    }),
    trainings: () => ({
      as: 'administrator',
      path: '/api/trainings',
      body: { username: 'teacher', course: 'collecting', completedOn: '2020-08-28' },
    }),
    'a mapping': () => ({
      as: 'administrator',
      path: '/api/roster-mapping',
      body: { content: 'civil-affairs:\n  words:\n    category: { 低保家庭: minimum-living }\n' },
    }),
    acknowledgements: async () => {
      const { name } = subscribing('auditor').body as { name: string };
      await send({ as: 'auditor', path: '/api/feed/subscriptions', body: { name, types: [] } }, `opens-${name}`);
      const position = await server.runtime.log.head();
      return { as: 'auditor', path: `/api/feed/subscriptions/${name}/acknowledgements`, body: { position } };
    },
  };

  it.each(Object.keys(kinds))('that was used for another command is refused for %s, and the other way round', async (kind) => {
    const said = (await kinds[kind]?.()) as Said;
    expect((await send(subscribing(said.as), `before-${kind.length}-${said.path}`)).status).toBe(201);
    const before = await done();
    expect(await send(said, `before-${kind.length}-${said.path}`)).toMatchObject(REUSED);
    expect(await done()).toBe(before);
    const first = await send(said, `own-${kind.length}-${said.path}`);
    expect([kind, first.status <= 201, first.body]).toEqual([kind, true, first.body]);
    const between = await done();
    expect(await send(subscribing(said.as), `own-${kind.length}-${said.path}`)).toMatchObject(REUSED);
    const { events: _first, ...answer } = first.body as { events?: number };
    const { events: _again, ...again } = (await send(said, `own-${kind.length}-${said.path}`)).body as { events?: number };
    expect(again).toEqual(answer);
    expect(await done()).toBe(between);
  });

  it('that comes for two records at the same moment is taken for one of them', async () => {
    for (let n = 0; n < 5; n += 1) {
      const visit = { method: 'phone', purpose: '爱心访', date: `2020-09-0${n + 1}` };
      const both = [0, 1].map((record) => on(record, 'village-helper', 'visits', visit));
      const before = await done();
      const answers = await Promise.all(both.map((said) => send(said, `race-${n}`)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
      expect(answers.find(({ status }) => status === 422)).toMatchObject(REUSED);
      expect(await done()).toBe(before + 1);
    }
  });

  it('that opened one record is refused for another number, also at the same moment', async () => {
    const opening = (n: number): Said => ({ as: 'village-collector', path: '/api/records', body: { cycle: CYCLE, idNumber: idNumber(n) } });
    expect((await send(opening(40), 'opens')).status).toBe(201);
    expect(await send(opening(41), 'opens')).toMatchObject(REUSED);
    const answers = await Promise.all([42, 43].map((n) => send(opening(n), 'opens-two')));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
    // What was refused left no claim behind: each number can be opened now, or has been.
    for (const n of [41, 42, 43]) expect([201, 409]).toContain((await send(opening(n), `opens-${n}`)).status);
  });

  it('of an import and of another command is one key, in either order, also after a restart', async () => {
    const before = await done();
    const first = await hand('a.csv', 'an-import');
    expect(first.status).toBe(202);
    const ended = await new Uploads(server.port).ended(first.body.importId);
    expect(await send(subscribing(OFFICER), 'an-import')).toMatchObject(REUSED);
    expect(await done()).toBe(before);
    expect((await send(subscribing(OFFICER), 'a-command')).status).toBe(201);
    expect(await hand('a.csv', 'a-command')).toMatchObject(REUSED);
    expect(await hand('b.csv', 'an-import')).toMatchObject(REUSED);
    const county = await server.halt();
    server = await RunningServer.start({ county, ...(eventStore && { eventStore }) });
    expect(await hand('a.csv', 'an-import')).toMatchObject({ status: 202, body: { ...ended } });
    expect(await hand('a.csv', 'a-command')).toMatchObject(REUSED);
    expect(await send(subscribing(OFFICER), 'an-import')).toMatchObject(REUSED);
  }, 120_000);

  it('of an import and a command that come at the same moment is taken for one of them', async () => {
    for (let n = 0; n < 3; n += 1) {
      const answers = await Promise.all([hand(`race-${n}.csv`, `both-${n}`), send(subscribing(OFFICER), `both-${n}`)]);
      expect(answers.map(({ status }) => status).filter((status) => status === 422)).toHaveLength(1);
    }
  });
});
