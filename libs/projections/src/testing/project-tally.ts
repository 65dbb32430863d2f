// Run as a worker thread: keeps the tally of a log up with it. Its data: `log`, the file of the log; `views`, where the views are, and
// `directory`, that of embedded ones; `spoiledAt`, a number at which the projection fails; `dies`, whether the thread does at its start.
import { workerData } from 'node:worker_threads';
import { createEventLog, EventRegistry, simulatedClock, SqliteEventStore } from '#event-store';
import { openReadStore } from '../open-read-store.js';
import { ProjectionRunner } from '../projection-runner.js';
import type { ReadStoreAddress } from '../read-store-address.js';
import { projectInWorker } from '../thread/project-in-worker.js';
import { counted } from './counted.js';
import { tallyProjection } from './tally.projection.js';

export interface ProjectTallyData {
  readonly log: string;
  readonly views: ReadStoreAddress;
  readonly directory: string;
  readonly spoiledAt?: number;
  readonly dies?: boolean;
}

const { log: file, views, directory, spoiledAt, dies } = workerData as ProjectTallyData;
if (dies === true) throw new RangeError('what nobody should read');
const readStore = await openReadStore(views, directory);
const store = SqliteEventStore.open(file);
const log = createEventLog(store, new EventRegistry([counted]), simulatedClock('2020-09-01T00:00:00.000Z'));
const runner = new ProjectionRunner(log, readStore, { warn: () => undefined });
runner.view(tallyProjection((event) => (event.data as { by: number }).by === spoiledAt));
await projectInWorker(runner);
await readStore.close();
await store.close();
