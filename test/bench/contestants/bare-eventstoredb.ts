import { binaryEvent, EventStoreDBClient, NO_STREAM, START, STREAM_NAME } from '@eventstore/db-client';
import { openEventStore, readEventStoreAddress, type NewEvent } from '#event-store';
import { contestant, mustBe } from '../support/contestant.js';
import { appendInLoop, fillServer, PREFIX, withServer, type ServerWork } from '../support/eventstoredb.js';

/** With credentials on a call the client makes a call of each append, as ours does; they are not sent where nothing is encrypted. */
const OPTIONS = { credentials: { username: 'none', password: 'none' } };
/** How far the server looks before it says how far it has come, and how often it says so, as our adapter asks it to. */
const LOOKING = { maxSearchWindow: 500, checkpointInterval: 1 };

/** The limit of the client: what it appends and reads on the same server if nobody looks at what comes back. */
await contestant<ServerWork>((options) =>
  withServer(async (port) => {
    const client = new EventStoreDBClient({ endpoint: { address: '127.0.0.1', port }, throwOnAppendFailure: true }, { insecure: true });
    const value = options.work === 'append' ? await appended(client, options) : await read(client, port, options);
    await client.dispose();
    return { value };
  }),
);

async function appended(client: EventStoreDBClient, work: ServerWork): Promise<number> {
  const { done, perSecond } = await appendInLoop(work, (stream, revision, event) =>
    client.appendToStream(stream, bare(event), { ...OPTIONS, expectedRevision: revision < 0 ? NO_STREAM : BigInt(revision) }),
  );
  await takeAll(client, done);
  return perSecond;
}

async function read(client: EventStoreDBClient, port: number, { events }: ServerWork): Promise<number> {
  const store = await openEventStore(readEventStoreAddress(`esdb://127.0.0.1:${port}?tls=false`), '');
  await fillServer(store, events);
  await store.close();
  const began = performance.now();
  await takeAll(client, events);
  return events / ((performance.now() - began) / 1000);
}

/** @throws Error if what comes through the filter is not so many events, each after the one before it in its stream */
async function takeAll(client: EventStoreDBClient, events: number): Promise<void> {
  const subscription = client.subscribeToAll({
    ...OPTIONS,
    fromPosition: START,
    filter: { filterOn: STREAM_NAME, prefixes: [PREFIX], ...LOOKING },
  });
  let found = 0;
  const caughtUp = new Promise<void>((resolve, reject) => {
    subscription.on('data', () => {
      found += 1;
      if (found === events) resolve();
    });
    subscription.on('caughtUp', resolve);
    subscription.on('error', reject);
  });
  await caughtUp;
  mustBe('events read', found, events);
  await subscription.unsubscribe();
}

function bare({ id, type, data, metadata }: NewEvent) {
  return binaryEvent({ id, type, data: Buffer.from(data), metadata: Buffer.from(metadata) });
}
