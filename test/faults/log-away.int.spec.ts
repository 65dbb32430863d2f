import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ownLog } from '../../libs/event-store/src/testing/server-place.js';
import { RunningServer } from '../http/support/running-server.js';
import { COUNTY, CYCLE, idNumber } from '../http/support/small-county.js';
import type { CommandBody } from '../http/support/worked-record.js';
import { TestServer } from '../support/eventstoredb/test-server.js';
import { OUTAGES, type Outage } from './support/outages.js';
import { dice, seedOf } from '../support/chance.js';

/** For how long one operation is tried, in milliseconds: an outage outlasts it soon. */
const BUDGET = 1_500;
/** How soon after the return of the log everything goes on, in milliseconds. */
const SOON_MS = 5_000;
const COUNTS = `/api/counties/${COUNTY}?cycle=${CYCLE}`;

interface Counts {
  readonly students: number;
  readonly asOf: { readonly position: string };
}

let log: TestServer;
let server: RunningServer;
beforeEach(async () => {
  log = await TestServer.start();
  server = await RunningServer.start({ eventStore: ownLog(log.address(`budget=${BUDGET}`, 'defaultDeadline=1000')) });
});
afterEach(async () => {
  log.thaw();
  await server.stop();
  await log.stop();
});

/** The same command again and again, until it is answered otherwise than 503. */
async function opened(n: number): Promise<CommandBody> {
  for (;;) {
    const answer = await open(n);
    if (answer.status !== 503) {
      expect(answer).toMatchObject({ status: 201 });
      return answer.body;
    }
    expect(answer.headers.get('retry-after')).toBe('1');
    await new Promise((turn) => setTimeout(turn, 5));
  }
}

const open = (n: number) =>
  server.client.post<CommandBody>('/api/records', { cycle: CYCLE, idNumber: idNumber(n) }, { as: 'village-collector', key: `open-${n}` });

/** Counts that hold a position. */
async function countsAt(position: string): Promise<Counts> {
  for (;;) {
    const { status, body } = await server.client.get<Counts>(`${COUNTS}&minPosition=${position}`);
    if (status === 200) return body;
    expect(status).toBe(503);
  }
}

/** Goes, and comes back when this was refused so often: longer than anybody waits. */
async function outlasts(outage: Outage, meanwhile: () => Promise<unknown>): Promise<void> {
  await outage.go(log);
  const start = performance.now();
  while (performance.now() - start < 3 * BUDGET || server.runtime.store.condition?.().state === 'answering') {
    expect([503, 201]).toContain((await open(0)).status);
  }
  await meanwhile();
  await outage.come(log);
}

describe('a server whose log', () => {
  it.each(OUTAGES.map((outage) => [outage.how, outage] as const))(
    '%s answers for where its views stand, says so, and goes on by itself',
    async (_, outage) => {
      const { position } = await opened(0);
      const before = await countsAt(position);
      await server.client.get('/api/villages/430482101201');
      await outlasts(outage, async () => {
        const { status, body, headers } = await server.client.get<Counts>(COUNTS);
        expect({ status, body }).toEqual({ status: 200, body: { ...before, asOf: { ...before.asOf, ...body.asOf } } });
        expect(headers.get('countersign-log')).toBe('unreachable');
        const past = await server.client.get<Counts>(`${COUNTS}&asOf=${before.asOf.position}`);
        expect(past).toMatchObject({ status: 200, body: { students: 1, asOf: { position: before.asOf.position } } });
        expect((await server.client.get<Counts>(`${COUNTS}&asOf=2019-01-01`)).body).toMatchObject({ students: 0 });
        // What the log may have got meanwhile is not known.
        expect((await server.client.get(`${COUNTS}&asOf=2999-01-01`)).status).toBe(503);
        const list = await server.client.get('/api/inbox', { as: 'village-reviewer' });
        expect({ status: list.status, log: list.headers.get('countersign-log') }).toEqual({ status: 200, log: 'unreachable' });
        const ready = await server.client.get<{ code: string }>('/health/ready');
        expect({ status: ready.status, code: ready.body.code }).toEqual({ status: 503, code: 'log-unreachable' });
        const command = await open(1);
        expect({ status: command.status, again: command.headers.get('retry-after') }).toEqual({ status: 503, again: '1' });
      });
      const after = await opened(1);
      expect(await countsAt(after.position)).toMatchObject({ students: 2 });
      const { headers } = await server.client.get(COUNTS);
      expect(headers.get('countersign-log')).toBeNull();
      expect((await server.client.get('/health/ready')).status).toBe(200);
    },
    120_000,
  );

  it('is another one is refused: nothing is written into it, and readiness says what it is', async () => {
    await opened(0);
    await log.order({ kind: 'away' });
    await log.order({ kind: 'wipe' });
    await log.order({ kind: 'back' });
    let answer = await open(1);
    while (answer.status === 503 && answer.body.code !== 'log-replaced') answer = await open(1);
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 503, code: 'log-replaced' });
    expect(await server.client.get('/health/ready')).toMatchObject({ status: 503, body: { code: 'log-replaced' } });
    expect((await log.calls()).EventsHeld).toBe(0);
  }, 60_000);

  it('is emptied or set back at some moment under load gets nothing written into it, and is refused', async () => {
    const chance = dice(seedOf('another log under load'));
    let replaced = false;
    let answered = 0;
    const writers = Array.from({ length: 6 }, async (_none, writer) => {
      // Some of what is answered last was written into the log that is no more.
      for (let n = 0; ; n += 1) {
        const { status, body } = await open(writer * 1_000 + n);
        if (status === 503 && body.code === 'log-replaced') return;
        if (!replaced) answered += 1;
      }
    });
    const target = 5 + Math.floor(chance() * 40);
    while (answered < target) await new Promise((turn) => setTimeout(turn, 5));
    await log.order({ kind: 'away' });
    const held = (await log.calls()).EventsHeld ?? 0;
    if (chance() < 0.5) await log.order({ kind: 'wipe' });
    else await log.order({ kind: 'set-back', events: Math.floor(chance() * held) });
    const left = (await log.calls()).EventsHeld;
    replaced = true;
    await log.order({ kind: 'back' });
    await Promise.all(writers);
    expect(await server.client.get('/health/ready')).toMatchObject({ status: 503, body: { code: 'log-replaced' } });
    expect((await log.calls()).EventsHeld).toBe(left);
  }, 120_000);

  it('comes and goes under load loses nothing that was answered, does nothing twice, and its views are right', async () => {
    const chance = dice(seedOf('outages of the log'));
    const writers = 6;
    const each = 8;
    const answers = new Map<number, CommandBody>();
    const working = Promise.all(
      Array.from({ length: writers }, async (_none, writer) => {
        for (let n = 0; n < each; n += 1) answers.set(writer * each + n, await opened(writer * each + n));
      }),
    );
    for (let n = 0; n < 6; n += 1) {
      const done = answers.size;
      const outage = OUTAGES[Math.floor(chance() * OUTAGES.length)] as Outage;
      await outage.go(log);
      // As long as so many questions take, each of which is answered or refused.
      for (let asked = 0; asked < 20 + chance() * 200; asked += 1) await server.client.get(COUNTS);
      await outage.come(log);
      await goesOn();
      const target = Math.min(done + Math.ceil(chance() * 6), writers * each);
      while (answers.size < target) await new Promise((turn) => setTimeout(turn, 5));
    }
    await working;
    const ids = [...answers.values()].map(({ recordId }) => recordId);
    expect(new Set(ids).size).toBe(writers * each);
    const last =
      [...answers.values()]
        .map(({ position }) => position)
        .sort()
        .at(-1) ?? '';
    expect(await countsAt(last)).toMatchObject({ students: writers * each });
    // The same commands again change nothing.
    const events = (await log.calls()).EventsHeld ?? 0;
    for (const [n, { recordId }] of answers) expect((await opened(n)).recordId).toBe(recordId);
    expect((await log.calls()).EventsHeld).toBe(events);
  }, 180_000);
});

/** Soon after the return of the log the process is ready, and its views move. */
async function goesOn(): Promise<void> {
  const deadline = performance.now() + SOON_MS;
  const soon = () => expect(performance.now()).toBeLessThan(deadline);
  while ((await server.client.get('/health/ready')).status !== 200) soon();
  const { position } = await opened(0);
  soon();
  while ((await server.client.get(`${COUNTS}&minPosition=${position}`)).status !== 200) soon();
}
