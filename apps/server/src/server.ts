import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Refusal } from '#kernel';
import type { Runtime } from '#platform';
import { allMessages } from '../../composition/src/countersign.module.js';
import { ProblemFilter } from './problem.filter.js';
import { ServerModule } from './server.module.js';

/** Until accounts exist the server answers this machine only, and only under this machine's names (no page elsewhere can rebind to it). */
const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Makes the HTTP application over a runtime; it does not listen yet. */
export async function createServer(runtime: Runtime): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({ bodyLimit: 1024 * 1024, requestTimeout: 30_000 });
  adapter.getInstance().addHook('onRequest', (request, _reply, done) => {
    done(LOOPBACK_HOST.test(request.headers.host ?? '') ? undefined : new Refusal('forbidden', 'loopback-only'));
  });
  const application = await NestFactory.create<NestFastifyApplication>(ServerModule.over(runtime), adapter, { logger: ['error', 'warn'] });
  application.useGlobalFilters(new ProblemFilter(allMessages));
  application.enableShutdownHooks();
  return application;
}
