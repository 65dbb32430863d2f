import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TestServer } from '../../../../test/support/eventstoredb/test-server.js';
import type { EventStore } from '../port.js';
import { anEvent, readEverything, refusalOf } from '../testing/event-store.contract.js';
import { ownLog } from '../testing/server-place.js';
import { ALWAYS, IMPATIENT, NOT_READY, openOnTheWire as open, refusalIn, UNAVAILABLE } from './testing/on-the-wire.js';

const TIMED_OUT = { code: 10, details: 'Operation timed out: WriteTimeout' };
const NO_LEADER = { code: 2, details: 'No leader info available in response' };

describe('appending to EventStoreDB, when things go wrong on the wire,', () => {
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

  it('never takes the batched append, nor asks whether there is one', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, n) => store.append(`a-${n}`, 'no-stream', [anEvent()])));
    const calls = await server.calls();
    expect(calls.Append).toBeGreaterThanOrEqual(30);
    expect(calls).not.toHaveProperty('BatchAppend');
    expect(calls).not.toHaveProperty('GetSupportedMethods');
  });

  it.each([
    ['its answer is lost with the connection', { how: 'lose-answer', status: UNAVAILABLE }],
    ['the server says that it timed out, but has written it', { how: 'lose-answer', status: TIMED_OUT }],
    ['it is written and never answered', { how: 'write-and-hang' }],
    ['it is neither written nor answered', { how: 'hang' }],
    ['the server is not ready', { how: 'refuse', status: NOT_READY }],
    ['no leader is known', { how: 'refuse', status: NO_LEADER }],
  ] as const)('writes once when %s', async (_, fault) => {
    await store.append('a-1', 'no-stream', [anEvent()]);
    await server.fault({ of: 'append', times: 2, ...fault } as Parameters<TestServer['fault']>[0]);
    const events = [anEvent(), anEvent()];
    const answer = await store.append('a-1', 0, events);
    expect(answer).toMatchObject({ revision: 2, repeated: false });
    expect((await store.readStream('a-1')).slice(1).map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  });

  it('writes once to a stream in which order does not matter, whatever is lost', async () => {
    await server.fault({ of: 'append', times: 3, how: 'lose-answer', status: UNAVAILABLE });
    await Promise.all(Array.from({ length: 5 }, () => store.append('side-1', 'any', [anEvent()])));
    expect(await store.readStream('side-1')).toHaveLength(5);
  });

  it('says so when nobody can tell whether it was written, and the same append again tells', async () => {
    const impatient = await open(address, IMPATIENT);
    await server.fault({ of: 'append', times: 1, how: 'write-and-hang' });
    await server.fault({ of: 'append', times: ALWAYS, how: 'hang' });
    const event = anEvent();
    const unknown = await refusalIn(impatient.append('a-1', 'no-stream', [event]));
    expect(unknown).toMatchObject({ kind: 'unavailable', code: 'outcome-unknown' });
    await impatient.close();
    await server.order({ kind: 'heal' });
    expect(await store.append('a-1', 'no-stream', [event])).toMatchObject({ revision: 0, repeated: true });
  });

  it('says that the log is busy when it was certainly not written', async () => {
    const impatient = await open(address, IMPATIENT);
    await server.fault({ of: 'append', times: ALWAYS, how: 'refuse', status: NOT_READY });
    const busy = await refusalIn(impatient.append('a-1', 'no-stream', [anEvent()]));
    expect(busy).toMatchObject({ kind: 'unavailable', code: 'log-busy' });
    await impatient.close();
    expect(await store.readStream('a-1')).toEqual([]);
  });

  it('knows an append that another process made before, and one of which the server does not say the place', async () => {
    const events = [anEvent(), anEvent()];
    const first = await store.append('a-1', 'no-stream', events);
    const other = await open(address);
    expect(await other.append('a-1', 'no-stream', events)).toEqual({ ...first, repeated: true });
    await other.close();
    const third = await open(address);
    await server.fault({ of: 'append', times: 1, how: 'no-position' });
    expect(await third.append('a-1', 'no-stream', events)).toEqual({ ...first, repeated: true });
    await third.close();
  });

  it('is conflicting when somebody else was faster, also after an attempt that was lost', async () => {
    await store.append('a-1', 'no-stream', [anEvent()]);
    await server.fault({ of: 'append', times: 1, how: 'refuse', status: UNAVAILABLE });
    const conflict = await refusalIn(store.append('a-1', 'no-stream', [anEvent()]));
    expect(conflict).toMatchObject({ code: 'wrong-expected-revision', params: { expected: 'no-stream', actual: 0 } });
  });

  it.each([
    ['log-may-not-write', { code: 7, details: 'Access Denied', trailers: { exception: 'access-denied' } }],
    ['log-login-refused', { code: 16, details: 'Received HTTP status code 401' }],
  ])('gives up at once when its user may not: %s', async (code, status) => {
    const before = (await server.calls()).Append ?? 0;
    await server.fault({ of: 'append', times: 1, how: 'refuse', status });
    expect(await refusalIn(store.append('a-1', 'no-stream', [anEvent()]))).toMatchObject({ kind: 'unavailable', code });
    expect((await server.calls()).Append).toBe(before + 1);
  });

  it.each([
    ['stream-deleted', { code: 9, details: 'deleted', trailers: { exception: 'stream-deleted', 'stream-name': 'a-1' } }],
    ['status-3', { code: 3, details: 'Invalid Transaction' }],
    ['status-2', { code: 2, details: 'Exception was thrown by handler.' }],
  ])('gives up at once when the server will not have it: %s', async (reason, status) => {
    const before = (await server.calls()).Append ?? 0;
    await server.fault({ of: 'append', times: 1, how: 'refuse', status });
    const refused = await refusalIn(store.append('a-1', 'no-stream', [anEvent()]));
    expect(refused).toMatchObject({ kind: 'unavailable', code: 'log-unusable', params: { reason } });
    expect((await server.calls()).Append).toBe(before + 1);
  });

  it('takes the limit of a server that is set to less', async () => {
    const trailers = { exception: 'maximum-append-size-exceeded', 'maximum-append-size': '1000' };
    await server.fault({ of: 'append', times: 1, how: 'refuse', status: { code: 3, details: 'too large', trailers } });
    expect(await refusalOf(store.append('a-1', 'no-stream', [anEvent()]))).toBe('append-too-large');
  });

  it('goes to the leader that the server names, and stays there', async () => {
    const leader = await TestServer.start();
    const trailers = { exception: 'not-leader', 'leader-endpoint-host': '127.0.0.1', 'leader-endpoint-port': String(leader.port) };
    await server.fault({ of: 'append', times: 1, how: 'refuse', status: { code: 5, details: 'Leader info available', trailers } });
    await store.append('a-1', 'no-stream', [anEvent()]);
    await store.append('a-1', 0, [anEvent()]);
    expect(await store.readStream('a-1')).toHaveLength(2);
    expect((await leader.calls()).Append).toBe(2);
    await leader.stop();
  });

  it('lets many appends at once through, all of them answered', async () => {
    await server.fault({ of: 'append', times: 10, how: 'lose-answer', status: UNAVAILABLE });
    const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => store.append(`a-${n}`, 'no-stream', [anEvent()])));
    expect(answers.every(({ revision }) => revision === 0)).toBe(true);
    expect(await readEverything(store, 1000)).toHaveLength(200);
  });
});
