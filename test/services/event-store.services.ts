import { beforeAll, describe, expect, it } from '@jest/globals';
import { openEventStore, readEventStoreAddress } from '#event-store';
import { Collector } from '../../libs/event-store/src/testing/collector.js';
import { anEvent, eventStoreContract, readEverything } from '../../libs/event-store/src/testing/event-store.contract.js';
import { ownLog, serverPlace } from '../../libs/event-store/src/testing/server-place.js';
import { cutConnections, expectWhole } from '../support/eventstoredb/chaos.js';

// A server that others may be using: every test makes a log of its own on it and leaves it there.
const server = process.env.COUNTERSIGN_EVENT_STORE ?? '';
const open = (address: string) => openEventStore(readEventStoreAddress(address), '');

beforeAll(async () => {
  // Says once, and before anything else, that the server does not answer.
  await (await open(server)).close();
});

eventStoreContract('The log on the server that COUNTERSIGN_EVENT_STORE names', () => serverPlace(server), { idsAreUniqueInTheLog: false });

describe('the log on the server that COUNTERSIGN_EVENT_STORE names', () => {
  it('gives back every byte of data and metadata', async () => {
    const store = await open(ownLog(server));
    const event = { ...anEvent(), version: 7, data: '{"9":2, "10":1,"x":1.0,"t":"\\u6751 村 𠮷"}', metadata: '{"10":1,"9":[1.50]}' };
    await store.append('a-1', 'no-stream', [event]);
    const [stored] = await store.readStream('a-1');
    expect(stored).toEqual({ ...event, stream: 'a-1', revision: 0, position: stored?.position });
    await store.close();
  });

  it('knows an append that another process made before', async () => {
    const address = ownLog(server);
    const [store, other] = [await open(address), await open(address)];
    const events = [anEvent(), anEvent()];
    const answer = await store.append('a-1', 'no-stream', events);
    expect(await other.append('a-1', 'no-stream', events)).toEqual({ ...answer, repeated: true });
    await Promise.all([store.close(), other.close()]);
  });

  it('catches up with ten thousand events through a filter, and with those that come while its reader is slow', async () => {
    const store = await open(ownLog(server));
    const batch = (events: number) => Array.from({ length: events }, () => anEvent());
    for (let n = 0; n < 50; n += 1) {
      await store.append(`kept-${n}`, 'no-stream', batch(100));
      await store.append(`noise-${n}`, 'no-stream', batch(100));
    }
    const collector = new Collector(6_000);
    const subscription = store.subscribe({ filter: { streamPrefixes: ['kept-'] } }, async (events, position) => {
      await new Promise((turn) => setTimeout(turn, 5));
      collector.take(events, position);
    });
    for (let n = 50; n < 60; n += 1) await store.append(`kept-${n}`, 'no-stream', batch(100));
    await collector.enough;
    await subscription.stop();
    const kept = await readEverything(store, 1000, { streamPrefixes: ['kept-'] });
    expect(collector.events).toEqual(kept);
    expect(kept).toHaveLength(6_000);
    await store.close();
  }, 300_000);

  it('loses nothing, doubles nothing and keeps the order when its connections are cut every 100 ms for a minute', async () => {
    const address = ownLog(server);
    const aftermath = await cutConnections(address, { forMs: 60_000, everyMs: 100 });
    expect(aftermath.cuts).toBeGreaterThan(0);
    await expectWhole(address, aftermath);
  }, 300_000);
});
