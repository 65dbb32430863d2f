import { workerData } from 'node:worker_threads';
import { createEventLog, EventRegistry, openEventStore, systemClock, type EventLog } from '#event-store';
import { platformEvents, type Places } from '#platform';
import { openReadStore, type ReadStore } from '#projections';
import { allEvents } from './all-events.js';

/** How many events are kept for the other views, which read the same ones at about the same time. */
const KEPT = 4_000;

/** Log and read store of a worker thread, opened where its data says. It appends nothing, so any clock will do. */
export async function openInThread(): Promise<{ readonly log: EventLog; readonly readStore: ReadStore; close(): Promise<void> }> {
  const { eventStore, log: file, readStore: address, views } = workerData as Places;
  const store = await openEventStore(eventStore, file);
  const readStore = await openReadStore(address, views);
  return {
    log: createEventLog(store, new EventRegistry([...platformEvents, ...allEvents]), systemClock(), { kept: KEPT }),
    readStore,
    async close(): Promise<void> {
      await readStore.close();
      await store.close();
    },
  };
}
