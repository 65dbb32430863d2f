import 'reflect-metadata';
import { buildable, buildInWorker } from '#projections';
import { everyProjection } from './every-projection.js';
import { openInThread } from './open-in-thread.js';

/** A thread that makes views anew from the log, one after the other. */
const opened = await openInThread();
await buildInWorker(opened.log, opened.readStore, everyProjection(buildable));
await opened.close();
