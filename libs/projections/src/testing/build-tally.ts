// Run as a worker thread: builds the tally of a log anew. Its data: `log`, the file of the log, and `views`, where the views are, and `directory`, that of embedded ones.
import { workerData } from 'node:worker_threads';
import { createEventLog, EventRegistry, simulatedClock, SqliteEventStore } from '#event-store';
import { openReadStore } from '../open-read-store.js';
import type { ReadStoreAddress } from '../read-store-address.js';
import { buildable } from '../rebuild/build-home.js';
import { buildInWorker } from '../rebuild/build-in-worker.js';
import { counted } from './counted.js';
import { tallyProjection } from './tally.projection.js';

const { log: file, views, directory } = workerData as { log: string; views: ReadStoreAddress; directory: string };
const readStore = await openReadStore(views, directory);
const store = SqliteEventStore.open(file);
const log = createEventLog(store, new EventRegistry([counted]), simulatedClock('2020-09-01T00:00:00.000Z'));
await buildInWorker(log, readStore, [buildable(tallyProjection())]);
await readStore.close();
await store.close();
