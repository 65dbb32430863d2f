import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { readConfiguration, type Runtime } from '#platform';
import { CountersignModule, openCountersign } from '../../../apps/composition/src/countersign.module.js';

/** Everything that the server has but HTTP, over a data directory. */
export interface Application {
  readonly runtime: Runtime;
  readonly commands: CommandBus;
  readonly queries: QueryBus;
  close(): Promise<void>;
}

/** Opens a data directory as the command line opens it. @param clock of a new directory whose time is simulated */
export async function openApplication(data: string, clock?: string): Promise<Application> {
  const runtime = await openCountersign(readConfiguration({}, { data }), clock === undefined ? {} : { clock });
  const context = await NestFactory.createApplicationContext(CountersignModule.over(runtime), { logger: ['error'] });
  return {
    runtime,
    commands: context.get(CommandBus, { strict: false }),
    queries: context.get(QueryBus, { strict: false }),
    close: () => context.close(),
  };
}
