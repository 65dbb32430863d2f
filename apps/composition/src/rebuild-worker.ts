import 'reflect-metadata';
import { workerData } from 'node:worker_threads';
import { createEventLog, EventRegistry, openEventStore, systemClock } from '#event-store';
import { platformEvents, type RebuildData } from '#platform';
import { buildable, buildInWorker, logTimesProjection, openReadStore } from '#projections';
import { escalationsProjection, recordsProjection, visitsProjection } from '#records';
import { responsibilityProjection } from '#responsibility';
import { rostersProjection } from '#rosters';
import { studentAid } from '#student-aid';
import { allEvents } from './all-events.js';

/** A thread that makes one view anew from the log, which it opens by itself. It appends nothing, so any clock will do. */
const { eventStore, log: file, readStore: address, views } = workerData as RebuildData;
const store = await openEventStore(eventStore, file);
const log = createEventLog(store, new EventRegistry([...platformEvents, ...allEvents]), systemClock());
const readStore = await openReadStore(address, views);
await buildInWorker(log, readStore, [
  buildable(recordsProjection(studentAid)),
  buildable(visitsProjection),
  buildable(escalationsProjection),
  buildable(rostersProjection),
  buildable(responsibilityProjection(studentAid)),
  buildable(logTimesProjection),
]);
await readStore.close();
await store.close();
