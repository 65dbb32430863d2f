import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { Refusal } from '#kernel';
import { openEventStore, readEventStoreAddress, type EventStore, type NewEvent, type StoredEvent } from '#event-store';
import { readEverything } from '../../../libs/event-store/src/testing/event-store.contract.js';
import { CuttingProxy } from '../cutting-proxy.js';

const WRITERS = 8;

export interface Aftermath {
  /** How many connections were cut. */
  readonly cuts: number;
  /** Ids that were answered as written, by stream, in order. */
  readonly answered: ReadonlyMap<string, readonly string[]>;
  /** What a subscription that ran all the time was given. */
  readonly heard: readonly StoredEvent[];
  /** How often an append was given up and made again by its writer. */
  readonly givenUp: number;
}

/**
 * Writers append to a stream each and a subscription listens, over a proxy that cuts every connection again and again; then the connections
 * are left alone until everything has been heard.
 * @param address connection string of a log that is empty; of several hosts the first is used
 */
export async function cutConnections(
  address: string,
  { forMs, everyMs }: { readonly forMs: number; readonly everyMs: number },
): Promise<Aftermath> {
  const read = readEventStoreAddress(address);
  const [server] = read.kind === 'eventstoredb' ? read.server.hosts : [];
  if (server === undefined) throw new Error('there is no server to stand before');
  const proxy = await CuttingProxy.start({ host: server.address, port: server.port });
  const through = address.replace(/^[^:]+:\/\/([^@/?]*@)?[^/?]+/, `esdb://$1127.0.0.1:${proxy.port}`);
  const store = await openEventStore(readEventStoreAddress(through), '');
  const heard: StoredEvent[] = [];
  const ear = new Ear(heard);
  const subscription = store.subscribe({}, (events) => ear.hear(events));
  const cutting = setInterval(() => proxy.cut(), everyMs);
  const end = performance.now() + forMs;
  try {
    const writers = await Promise.all(
      Array.from({ length: WRITERS }, (_, n) => write(store, `writer-${n}`, () => performance.now() < end)),
    );
    clearInterval(cutting);
    const answered = new Map(writers.map(({ stream, ids }) => [stream, ids]));
    await Promise.race([ear.heardAll(writers.reduce((sum, { ids }) => sum + ids.length, 0)), subscription.done]);
    return { cuts: proxy.cuts, answered, heard, givenUp: writers.reduce((sum, { givenUp }) => sum + givenUp, 0) };
  } finally {
    clearInterval(cutting);
    await store.close();
    await proxy.stop();
  }
}

/** The log holds what was answered, once each and in order, and the subscription has heard the log. */
export async function expectWhole(address: string, { answered, heard }: Aftermath): Promise<void> {
  const store = await openEventStore(readEventStoreAddress(address), '');
  const log = await readEverything(store, 1000);
  await store.close();
  for (const [stream, ids] of answered) expect(log.filter((event) => event.stream === stream).map(({ id }) => id)).toEqual(ids);
  expect(log).toHaveLength([...answered.values()].reduce((sum, ids) => sum + ids.length, 0));
  expect(heard).toEqual(log);
}

async function write(store: EventStore, stream: string, going: () => boolean): Promise<{ stream: string; ids: string[]; givenUp: number }> {
  const ids: string[] = [];
  let givenUp = 0;
  while (going()) {
    const events = Array.from({ length: 1 + (ids.length % 3) }, () => anEvent());
    for (let done = false; !done;) {
      try {
        const { revision } = await store.append(stream, ids.length === 0 ? 'no-stream' : ids.length - 1, events);
        ids.push(...events.map(({ id }) => id));
        if (revision !== ids.length - 1) throw new Error(`${stream} is at ${revision} after ${ids.length} events`);
        done = true;
      } catch (error) {
        // A command that is told so is sent again, as it is.
        if (!(error instanceof Refusal) || error.kind !== 'unavailable') throw error;
        givenUp += 1;
      }
    }
    // Others have their turn.
    await delay(1);
  }
  return { stream, ids, givenUp };
}

function anEvent(): NewEvent {
  return { id: randomUUID(), type: 'something-happened', version: 1, time: '2020-09-01T00:00:00.000Z', data: '{}', metadata: '{}' };
}

/** Waits until so many events have been heard. */
class Ear {
  private wanted = Number.POSITIVE_INFINITY;
  private resolve: () => void = () => undefined;

  constructor(private readonly heard: StoredEvent[]) {}

  hear(events: readonly StoredEvent[]): void {
    this.heard.push(...events);
    if (this.heard.length >= this.wanted) this.resolve();
  }

  heardAll(events: number): Promise<void> {
    return new Promise((resolve) => {
      this.resolve = resolve;
      this.wanted = events;
      this.hear([]);
    });
  }
}
