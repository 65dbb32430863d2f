import { openEventStore, readEventStoreAddress, type EventStore, type StoredEvent } from '#event-store';
import { contestant, mustBe } from '../support/contestant.js';
import { appendInLoop, fillServer, PREFIX, withServer, type ServerWork } from '../support/eventstoredb.js';
import { countEvents } from '../support/pages.js';

/** Our adapter to EventStoreDB: events a second, appended one by one, or caught up with through a filter. */
await contestant<ServerWork>((options) =>
  withServer(async (port) => {
    const store = await openEventStore(readEventStoreAddress(`esdb://127.0.0.1:${port}?tls=false`), '');
    const value = options.work === 'append' ? await appended(store, options) : await read(store, options);
    await store.close();
    return { value };
  }),
);

async function appended(store: EventStore, work: ServerWork): Promise<number> {
  const { done, perSecond } = await appendInLoop(work, (stream, revision, event) =>
    store.append(stream, revision < 0 ? 'no-stream' : revision, [event]),
  );
  mustBe('events in the log', await countEvents(store, { streamPrefixes: [PREFIX] }), done);
  return perSecond;
}

async function read(store: EventStore, { events }: ServerWork): Promise<number> {
  await fillServer(store, events);
  const began = performance.now();
  let found = 0;
  await new Promise<void>((resolve, reject) => {
    const take = (some: readonly StoredEvent[]) => {
      found += some.length;
      if (found >= events) resolve();
    };
    store.subscribe({ filter: { streamPrefixes: [PREFIX] } }, take).done.catch(reject);
  });
  const perSecond = events / ((performance.now() - began) / 1000);
  mustBe('events read', found, events);
  return perSecond;
}
