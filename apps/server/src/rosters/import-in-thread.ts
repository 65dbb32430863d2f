// The thread that `ImportThread` starts: opens the data directory for itself, runs the import that it was made for, closes and ends.
import 'reflect-metadata';
import { constants, platform, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import { asDiskFull } from '#disk';
import { failureOf } from '#kernel';
import type { RostersImported } from '#rosters';
import { CountersignModule, openCountersign } from '../../../composition/src/countersign.module.js';
import type { JobProgress } from './import-job.js';
import type { ImportMessage, ImportTask } from './import-thread.js';
import { runImport } from './run-import.js';

/** How often it is told how far the import is, in milliseconds: it takes note of every row that cannot be read. */
const TELL_EVERY = 100;

const { configuration, writer, order } = workerData as ImportTask;
const tell = (message: ImportMessage) => parentPort?.postMessage(message);

async function imported(): Promise<RostersImported> {
  // Whoever keeps the views for the server keeps them for its imports.
  const runtime = await openCountersign(configuration, { writer, views: { applies: false } });
  const context = await NestFactory.createApplicationContext(CountersignModule.over(runtime), {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  let progress: JobProgress | undefined;
  const telling = setInterval(() => {
    if (progress !== undefined) tell({ progress });
    progress = undefined;
  }, TELL_EVERY);
  try {
    return await runImport(context.get(CommandBus, { strict: false }), order, (done) => (progress = done));
  } finally {
    clearInterval(telling);
    await context.close();
  }
}

/**
 * Those who ask the server go first. On Linux a thread has a priority of its own, and those that it starts begin with it; elsewhere it would be
 * the whole process's.
 */
function giveWay(): void {
  try {
    if (platform() === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Where a host forbids it, the import goes on as everybody else does.
  }
}

giveWay();
try {
  tell({ answer: await imported() });
} catch (error) {
  tell(failureOf(asDiskFull(error)));
}
