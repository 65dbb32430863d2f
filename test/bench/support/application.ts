import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { readConfiguration, type Runtime } from '#platform';
import {
  CountersignModule,
  openCountersign,
  projectorThread,
  smallProjectorThread,
  viewsBeside,
} from '../../../apps/composition/src/countersign.module.js';

/** How often it is looked whether a thread runs, in milliseconds. */
const LOOK_MS = 10;

/** Everything that the server has but HTTP, over a data directory. */
export interface Application {
  readonly runtime: Runtime;
  readonly commands: CommandBus;
  readonly queries: QueryBus;
  close(): Promise<void>;
}

/**
 * Opens a data directory as the command line opens it.
 * @param clock of a new directory whose time is simulated
 * @param readStore where the views are, if they are not in the directory
 * @param eventStore where the log is, if it is not in the directory
 */
export function openApplication(
  data: string,
  { clock, readStore, eventStore }: { clock?: string; readStore?: string; eventStore?: string } = {},
): Promise<Application> {
  const environment = { COUNTERSIGN_READ_STORE: readStore, COUNTERSIGN_EVENT_STORE: eventStore };
  return open(readConfiguration(environment, { data }), clock === undefined ? {} : { clock });
}

/** Opens a data directory as the server opens it: a thread of its own keeps the views up with the log. */
export function openServing(data: string): Promise<Application> {
  return openFollowed(data, projectorThread);
}

/** As the command line opens it for a long job: the thread keeps up the views that the job asks. */
export function openForJob(data: string, views: readonly string[]): Promise<Application> {
  return openFollowed(data, (configuration) => smallProjectorThread(configuration, views));
}

async function openFollowed(data: string, follow: typeof projectorThread): Promise<Application> {
  const configuration = readConfiguration({}, { data });
  const projector = follow(configuration);
  const app = await open(configuration, { views: viewsBeside(projector, configuration) });
  projector.start();
  app.runtime.runner.start();
  // A server runs for months: that it loads its programs is no part of what it does.
  while (projector.health.state === 'starting') await delay(LOOK_MS);
  const close = async () => {
    await app.close();
    await projector.stop();
  };
  return { ...app, close };
}

async function open(...how: Parameters<typeof openCountersign>): Promise<Application> {
  const runtime = await openCountersign(...how);
  const context = await NestFactory.createApplicationContext(CountersignModule.over(runtime), { logger: ['error'] });
  return {
    runtime,
    commands: context.get(CommandBus, { strict: false }),
    queries: context.get(QueryBus, { strict: false }),
    close: () => context.close(),
  };
}
