import 'reflect-metadata';
import { workerData } from 'node:worker_threads';
import { ProjectionRunner, projectInWorker } from '#projections';
import { everyProjection } from './every-projection.js';
import { openInThread } from './open-in-thread.js';

/** How many events are kept for the other views, which read the same ones at about the same time. */
const KEPT = 4_000;

/** A thread that keeps every view up with the log, or those that its data names. */
const { only } = workerData as { readonly only?: readonly string[] };
const opened = await openInThread(only?.length === 1 ? {} : { kept: KEPT });
const runner = new ProjectionRunner(opened.log, opened.readStore);
everyProjection((projection) => {
  if (only === undefined || only.includes(projection.name)) runner.view(projection);
});
await projectInWorker(runner);
await opened.close();
