import 'reflect-metadata';
import { ProjectionRunner, projectInWorker } from '#projections';
import { everyProjection } from './every-projection.js';
import { openInThread } from './open-in-thread.js';

/** A thread that keeps every view up with the log. */
const opened = await openInThread();
const runner = new ProjectionRunner(opened.log, opened.readStore);
everyProjection((projection) => void runner.view(projection));
await projectInWorker(runner);
await opened.close();
