import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { TestServer } from '../../../../test/support/eventstoredb/test-server.js';
import type { EventStore, NewEvent } from '../port.js';
import { anEvent, readEverything, refusalOf } from '../testing/event-store.contract.js';
import { ownLog } from '../testing/server-place.js';
import { readConnectionString } from './connection-string.js';
import { ALWAYS, IMPATIENT, openOnTheWire as open, refusalIn, UNAVAILABLE } from './testing/on-the-wire.js';

describe('reading from EventStoreDB, when things go wrong on the wire,', () => {
  let server: TestServer;
  let address: string;
  let store: EventStore;
  beforeAll(async () => {
    server = await TestServer.start();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    address = ownLog(server.address());
    store = await open(address);
  });
  afterEach(async () => {
    await server.order({ kind: 'heal' });
    await store.close();
  });

  it('gives a stream whole when the connection breaks in its middle', async () => {
    const events = Array.from({ length: 20 }, () => anEvent());
    await store.append('a-1', 'no-stream', events);
    await server.fault({ of: 'read', times: 2, how: 'refuse', status: UNAVAILABLE, after: 7 });
    expect((await store.readStream('a-1')).map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  });

  it('gives a page whole when the server ends it before its time, breaks it off or falls silent', async () => {
    for (let n = 0; n < 5; n += 1) await store.append(`a-${n}`, 'no-stream', [anEvent(), anEvent()]);
    const whole = await readEverything(store, 1000);
    for (const how of ['end', 'hang'] as const) {
      await server.fault({ of: 'read', times: 3, how });
      expect((await store.readAll({ limit: 100 })).events).toEqual(whole);
    }
    await server.fault({ of: 'read', times: 3, how: 'refuse', status: { code: 13, details: 'Received RST_STREAM with code 2' } });
    expect((await store.readAll({ limit: 100 })).events).toEqual(whole);
  });

  it('says that the log does not answer when its time is spent', async () => {
    const impatient = await open(address, IMPATIENT);
    await server.fault({ of: 'read', times: ALWAYS, how: 'hang' });
    const readings = [impatient.readStream('a-1'), impatient.readAll({ limit: 1 }), impatient.head()].map(refusalIn);
    for (const refused of await Promise.all(readings)) expect(refused).toMatchObject({ kind: 'unavailable', code: 'log-unreachable' });
    await impatient.close();
  });

  it('leaves nothing open on the server', async () => {
    await store.append(
      'a-1',
      'no-stream',
      Array.from({ length: 200 }, () => anEvent()),
    );
    for (let n = 0; n < 20; n += 1) await store.readAll({ limit: 1 });
    await server.until(({ open: standing }) => standing === 0);
  });

  it('gives back every byte of data and metadata, whatever they look like', async () => {
    const odd = { '10': 1, '9': 2, text: '"\\ \u2028 村 𠮷 \u0000', number: 1e21 };
    const event: NewEvent = {
      ...anEvent('odd'),
      version: 7,
      time: '1999-12-31T23:59:59.999Z',
      data: `{"9":2, "10":1,"x":1.0,"y":${JSON.stringify(odd)}}`,
      metadata: '{"10":1,"9":[1.50, "\\u6751"]}',
    };
    await store.append('a-1', 'no-stream', [event]);
    const [stored] = await store.readStream('a-1');
    expect(stored).toEqual({ ...event, stream: 'a-1', revision: 0, position: stored?.position });
    expect((await store.readAll({ limit: 1 })).events).toEqual([stored]);
  });

  it('stops at what others wrote into our streams, and passes over what they wrote into theirs', async () => {
    await store.append('a-1', 'no-stream', [anEvent()]);
    const namespace = readConnectionString(address).namespace ?? '';
    const stranger = EventStoreDBClient.connectionString(server.address());
    const write = (stream: string) =>
      stranger.appendToStream(stream, jsonEvent({ type: 'theirs', data: {} }), { credentials: { username: 'a', password: 'b' } });
    await write('other-1');
    expect(await readEverything(store)).toHaveLength(1);
    await write(`${namespace}.a-1`);
    expect(await refusalOf(store.readStream('a-1'))).toBe('foreign-event');
    expect(await refusalOf(readEverything(store))).toBe('foreign-event');
    await stranger.dispose();
  });

  it('refuses positions that it never gave out', async () => {
    await store.append('a-1', 'no-stream', [anEvent()]);
    for (const after of ['', '0', '0000000000000001', `${'0'.repeat(20)}:7`]) {
      expect(await refusalOf(store.readAll({ after, limit: 1 }))).toBe('wrong-position');
    }
  });
});

describe('a connection to EventStoreDB', () => {
  let server: TestServer;
  let address: string;
  let store: EventStore;
  beforeAll(async () => {
    server = await TestServer.start();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    address = ownLog(server.address());
    store = await open(address);
  });
  afterEach(async () => {
    await server.order({ kind: 'heal' });
    await store.close();
  });

  it('does not open on a server that is not there, or will not have it read', async () => {
    const unused = await TestServer.start();
    const nowhere = unused.address();
    await unused.stop();
    expect(await refusalOf(open(nowhere, IMPATIENT))).toBe('log-host-refuses');
    await server.fault({
      of: 'read',
      times: 1,
      how: 'refuse',
      status: { code: 7, details: 'no', trailers: { exception: 'access-denied' } },
    });
    expect(await refusalOf(open(address))).toBe('log-may-not-read-all');
  });

  it('says that an append was not written when there was no server to send it to', async () => {
    const going = await TestServer.start();
    const left = await open(ownLog(going.address()), IMPATIENT);
    await going.stop();
    // What is sent before the client has noticed may have arrived, for all that it knows: the reading lets it notice.
    expect(await refusalOf(left.readStream('a-1'))).toBe('log-unreachable');
    expect(await refusalOf(left.append('a-1', 'no-stream', [anEvent()]))).toBe('log-busy');
    await left.close();
  });

  it('finds the server of a cluster by asking one of its members', async () => {
    for (const found of [address.replace('esdb:', 'esdb+discover:'), address.replace('?', `,127.0.0.1:${server.port}?`)]) {
      const other = await open(found);
      await other.append(`a-${randomUUID()}`, 'no-stream', [anEvent()]);
      await other.close();
    }
    expect(await readEverything(store)).toHaveLength(2);
    expect((await server.calls()).Gossip).toBeGreaterThanOrEqual(2);
  });

  it('is refused where logs with a namespace and one without would share a database', async () => {
    const own = await TestServer.start();
    const spaced = await open(ownLog(own.address()));
    await spaced.append('log-origin', 'no-stream', [anEvent()]);
    expect(await refusalOf(open(own.address()))).toBe('log-shared');
    await (await open(ownLog(own.address()))).close();
    await spaced.close();
    await own.order({ kind: 'wipe' });
    const plain = await open(own.address());
    await plain.append('log-origin', 'no-stream', [anEvent()]);
    expect(await refusalOf(open(ownLog(own.address())))).toBe('log-shared');
    await (await open(own.address())).close();
    await plain.close();
    await own.stop();
  });

  it('keeps a log without a namespace apart from what the server writes itself', async () => {
    const own = await TestServer.start();
    const plain = await open(own.address());
    const events = Array.from({ length: 12 }, () => anEvent());
    for (const [n, event] of events.entries()) await plain.append(`record-${n}`, 'no-stream', [event]);
    const whole = await readEverything(plain, 5);
    expect(whole.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    expect(await plain.head()).toBe(whole.at(-1)?.position);
    await plain.close();
    await own.stop();
  });
});
