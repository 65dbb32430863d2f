// Run as a worker thread: builds the tally of a log anew. Its data: `log`, the file of the log.
import { workerData } from 'node:worker_threads';
import { createEventLog, EventRegistry, simulatedClock, SqliteEventStore } from '#event-store';
import { buildable } from '../rebuild/build-home.js';
import { buildInWorker } from '../rebuild/build-in-worker.js';
import { counted } from './counted.js';
import { tallyProjection } from './tally.projection.js';

const store = SqliteEventStore.open((workerData as { log: string }).log);
const log = createEventLog(store, new EventRegistry([counted]), simulatedClock('2020-09-01T00:00:00.000Z'));
await buildInWorker(log, [buildable(tallyProjection())]);
await store.close();
