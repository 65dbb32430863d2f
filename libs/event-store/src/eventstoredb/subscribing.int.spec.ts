import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TestServer } from '../../../../test/support/eventstoredb/test-server.js';
import type { EventStore } from '../port.js';
import { Collector } from '../testing/collector.js';
import { anEvent, readEverything } from '../testing/event-store.contract.js';
import { ownLog } from '../testing/server-place.js';
import { ALWAYS, IMPATIENT, openOnTheWire as open, refusalIn, UNAVAILABLE } from './testing/on-the-wire.js';

describe.each(['23.10', '24.10', '24.10-early'] as const)('a subscription to EventStoreDB, a server like %s,', (version) => {
  let server: TestServer;
  let store: EventStore;
  beforeAll(async () => {
    server = await TestServer.start(version);
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    store = await open(ownLog(server.address()));
  });
  afterEach(async () => {
    await server.order({ kind: 'heal' });
    await store.close();
  });

  const fill = (events: number, category = 'fill') =>
    store.append(
      `${category}-${randomUUID()}`,
      'no-stream',
      Array.from({ length: events }, () => anEvent()),
    );

  it.each([
    ['is broken off', { status: UNAVAILABLE }],
    ['is broken off because the server shuts down', { status: { code: 1, details: 'Server is shutting down' } }],
    ['ends as if all were said', 'end'],
    ['falls silent', 'mute'],
  ] as const)('goes on when it %s: nothing lost, nothing twice', async (_, how) => {
    const half = new Collector(3);
    const all = new Collector(6);
    const subscription = store.subscribe({}, (events, position) => {
      half.take(events, position);
      all.take(events, position);
    });
    await fill(3);
    await half.enough;
    await server.order({ kind: 'subscriptions', how });
    await fill(3);
    await all.enough;
    await subscription.stop();
    expect(all.events.map(({ id }) => id)).toEqual((await readEverything(store)).map(({ id }) => id));
  });

  it('goes on when its reader was too slow for the server', async () => {
    const collector = new Collector(900);
    let release = () => {};
    const written = new Promise<void>((resolve) => (release = resolve));
    const subscription = store.subscribe({ batchSize: 10 }, async (events, position) => {
      await written;
      collector.take(events, position);
    });
    for (let n = 0; n < 9; n += 1) await fill(100);
    release();
    await collector.enough;
    await subscription.stop();
    expect(collector.events.map(({ id }) => id)).toEqual((await readEverything(store, 1000)).map(({ id }) => id));
  });

  it('never says a position before everything up to it has been handed over, nor one past the end of the log', async () => {
    // More than the server looks at between two checkpoints.
    await fill(600, 'noise');
    await fill(2, 'wanted');
    await fill(1_200, 'noise');
    const wanted = (await readEverything(store, 1000)).filter(({ stream }) => stream.startsWith('wanted-'));
    const head = await store.head();
    const positions: string[] = [];
    const given: string[] = [];
    let reachEnd = () => {};
    const end = new Promise<void>((resolve) => (reachEnd = resolve));
    const subscription = store.subscribe({ filter: { streamPrefixes: ['wanted-'] }, batchSize: 1 }, async (events, position) => {
      // A slow handler: what the server says goes ahead of it.
      await new Promise((turn) => setTimeout(turn, 1));
      given.push(...events.map(({ id }) => id));
      expect(given).toEqual(wanted.filter((event) => event.position <= position).map(({ id }) => id));
      expect(position <= head).toBe(true);
      positions.push(position);
      if (position === head) reachEnd();
    });
    await Promise.race([end, subscription.done]);
    await subscription.stop();
    expect(positions).toEqual([...new Set(positions)].sort());
    // It says how far it looked also where nothing matched.
    expect(positions.length).toBeGreaterThan(wanted.length);
  });

  it('moves on at once over what its filter leaves out', async () => {
    let waitedFor = '';
    let reach = () => {};
    const reached = new Promise<void>((resolve) => (reach = resolve));
    const collector = new Collector(1);
    const subscription = store.subscribe({ filter: { streamPrefixes: ['a-'] } }, (events, position) => {
      collector.take(events, position);
      if (waitedFor !== '' && position >= waitedFor) reach();
    });
    await store.append('a-1', 'no-stream', [anEvent()]);
    await collector.enough;
    waitedFor = (await fill(1)).position;
    await store.append('b-1', 'no-stream', [anEvent()]);
    await reached;
    await subscription.stop();
    expect(collector.events).toHaveLength(1);
  });

  it('stops in the middle of a lost connection', async () => {
    await server.fault({ of: 'read', times: ALWAYS, how: 'refuse', status: UNAVAILABLE });
    const lost = store.subscribe({}, () => undefined);
    await lost.stop();
    await lost.done;
  });

  it('tells what its handler threw, also after a lost connection', async () => {
    const collector = new Collector(1);
    const failing = store.subscribe({}, (events, position) => {
      if (collector.events.length > 0) throw new Error('cannot take this');
      collector.take(events, position);
    });
    await fill(1);
    await collector.enough;
    await server.order({ kind: 'subscriptions', how: { status: UNAVAILABLE } });
    await fill(1);
    await expect(failing.done).rejects.toThrow('cannot take this');
  });
});

describe('a subscription to EventStoreDB whose log is another than it was', () => {
  let server: TestServer;
  let store: EventStore;
  beforeEach(async () => {
    server = await TestServer.start();
    store = await open(server.address(), IMPATIENT);
    await store.append('a-1', 'no-stream', [anEvent()]);
    await store.close();
    store = await open(server.address(), IMPATIENT);
    await store.append('a-2', 'no-stream', [anEvent(), anEvent()]);
  });
  afterEach(async () => {
    await store.close();
    await server.stop();
  });

  it.each([
    ['the database was wiped', async () => server.order({ kind: 'wipe' })],
    ['the database was set back to an earlier state', async () => server.order({ kind: 'set-back', events: 2 })],
    [
      'another log was put in its place',
      async () => {
        await server.order({ kind: 'wipe' });
        const other = await open(server.address());
        for (let n = 0; n < 9; n += 1) await other.append(`b-${n}`, 'no-stream', [anEvent()]);
        await other.close();
      },
    ],
  ])('ends its subscriptions loudly when %s', async (_, happens) => {
    const collector = new Collector(3);
    const subscription = store.subscribe({}, collector.take);
    await collector.enough;
    await happens();
    await server.order({ kind: 'subscriptions', how: { status: UNAVAILABLE } });
    expect(await refusalIn(subscription.done)).toMatchObject({ kind: 'unavailable', code: 'log-replaced' });
    expect(collector.events).toHaveLength(3);
  });
});
