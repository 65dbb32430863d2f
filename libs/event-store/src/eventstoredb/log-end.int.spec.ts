import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TestServer } from '../../../../test/support/eventstoredb/test-server.js';
import type { EventStore } from '../port.js';
import { anEvent, readEverything } from '../testing/event-store.contract.js';
import { ownLog } from '../testing/server-place.js';
import { openOnTheWire as open } from './testing/on-the-wire.js';

describe.each(['23.10', '24.10', '24.10-early'] as const)('the end of a log on an EventStoreDB server like %s', (version) => {
  let server: TestServer;
  let store: EventStore;
  beforeAll(async () => {
    server = await TestServer.start(version);
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    store = await open(ownLog(server.address()));
  });
  afterEach(() => store.close());

  /** How many events the server sent while something was done. */
  async function sentFor(work: () => Promise<unknown>): Promise<number> {
    const before = (await server.calls()).EventsSent ?? 0;
    await work();
    return ((await server.calls()).EventsSent ?? 0) - before;
  }

  it('costs next to nothing, however much others write behind it', async () => {
    const { position } = await store.append('a-1', 'no-stream', [anEvent()]);
    expect(await store.head()).toBe(position);
    await server.order({ kind: 'others-write', events: 20_000 });
    // Once the server goes through them, and sends none.
    expect(await sentFor(async () => expect(await store.head()).toBe(position))).toBeLessThan(100);
    expect(await sentFor(async () => expect(await store.head()).toBe(position))).toBe(1);
    await server.order({ kind: 'others-write', events: 3, stream: '$stats-127.0.0.1:2113' });
    expect(await sentFor(async () => expect(await store.head()).toBe(position))).toBeLessThan(50);
  });

  it('is found where it is, whoever wrote it and whatever stands before and behind it', async () => {
    const other = await open(ownLog(server.address()));
    const positions: string[] = [];
    for (let n = 0; n < 6; n += 1) {
      await server.order({ kind: 'others-write', events: n * 40 });
      positions.push((await store.append(`a-${n}`, 'no-stream', [anEvent(), anEvent()])).position);
      await server.order({ kind: 'others-write', events: 700 - n * 100 });
      expect(await store.head()).toBe(positions.at(-1));
    }
    expect((await readEverything(store)).filter((_, n) => n % 2 === 1).map(({ position }) => position)).toEqual(positions);
    expect(await readEverything(other)).toEqual([]);
    await other.close();
  });

  it('ends every page, also of what its last event is none of, however much others have written behind it', async () => {
    const { position } = await store.append('a-1', 'no-stream', [anEvent()]);
    const last = await store.append('b-1', 'no-stream', [anEvent()]);
    await server.order({ kind: 'others-write', events: 50_000 });
    const filter = { streamPrefixes: ['a-'] };
    const [first] = await readEverything(store, 10, filter);
    expect(first?.position).toBe(position);
    const sent = await sentFor(async () => {
      expect(await store.readAll({ after: position, filter, limit: 10 })).toEqual({ events: [], position: last.position, end: true });
    });
    expect(sent).toBeLessThan(100);
  });

  it('is found by a process that did not write it', async () => {
    const address = ownLog(server.address());
    const [writer, reader] = [await open(address), await open(address)];
    await writer.append('a-1', 'no-stream', [anEvent()]);
    await reader.head();
    await server.order({ kind: 'others-write', events: 600 });
    await reader.head();
    for (let n = 2; n < 6; n += 1) {
      const { position } = await writer.append(`a-${n}`, 'no-stream', [anEvent()]);
      await server.order({ kind: 'others-write', events: 600 });
      expect(await reader.head()).toBe(position);
    }
    await Promise.all([writer.close(), reader.close()]);
  });
});
