import { openEventStore, readEventStoreAddress, type EventStore } from '#event-store';
import { closedLoop, contestant, mustBe } from '../support/contestant.js';
import { fillServer, newEvent, PREFIX, withServer, type ServerWork } from '../support/eventstoredb.js';
import { countEvents } from '../support/pages.js';

/** Our adapter to EventStoreDB: events a second, appended one by one or read through a filter. */
await contestant<ServerWork>((options) =>
  withServer(async (port) => {
    const store = await openEventStore(readEventStoreAddress(`esdb://127.0.0.1:${port}?tls=false`), '');
    const value = options.work === 'append' ? await appended(store, options) : await read(store, options);
    await store.close();
    return { value };
  }),
);

async function appended(store: EventStore, { concurrency, seconds }: ServerWork): Promise<number> {
  const { done, perSecond } = await closedLoop({ concurrency, seconds }, async (worker, turn) => {
    await store.append(`${PREFIX}${worker}`, turn === 0 ? 'no-stream' : turn - 1, [newEvent(turn)]);
  });
  mustBe('events in the log', await countEvents(store, { streamPrefixes: [PREFIX] }), done);
  return perSecond;
}

async function read(store: EventStore, { events }: ServerWork): Promise<number> {
  await fillServer(store, events);
  const began = performance.now();
  const found = await countEvents(store, { streamPrefixes: [PREFIX] });
  const perSecond = events / ((performance.now() - began) / 1000);
  mustBe('events read', found, events);
  return perSecond;
}
