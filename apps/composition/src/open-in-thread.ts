import { workerData } from 'node:worker_threads';
import { createEventLog, EventRegistry, openEventStore, systemClock, type EventLog } from '#event-store';
import { platformEvents, type Places } from '#platform';
import { openReadStore, type ReadStore } from '#projections';
import { allEvents } from './all-events.js';

/**
 * Log and read store of a worker thread, opened where its data says. It appends nothing, so any clock will do.
 * @param options as of {@link createEventLog}
 */
export async function openInThread(
  options: { readonly kept?: number } = {},
): Promise<{ readonly log: EventLog; readonly readStore: ReadStore; close(): Promise<void> }> {
  const { eventStore, log: file, readStore: address, views } = workerData as Places;
  const store = await openEventStore(eventStore, file);
  const readStore = await openReadStore(address, views);
  return {
    log: createEventLog(store, new EventRegistry([...platformEvents, ...allEvents]), systemClock(), options),
    readStore,
    async close(): Promise<void> {
      await readStore.close();
      await store.close();
    },
  };
}
