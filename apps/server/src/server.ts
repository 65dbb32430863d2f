import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Refusal } from '#kernel';
import type { Runtime } from '#platform';
import { AllowedMethods } from './http/allowed-methods.js';
import { AnswerInterceptor } from './http/answer.interceptor.js';
import { catalogue } from './http/catalogue.js';
import { answerBrokenRequest } from './http/broken-request.js';
import { BODY_LIMIT, MAX_CONNECTIONS, REQUEST_TIMEOUT } from './http/limits.js';
import { ProblemFilter } from './problem.filter.js';
import { acceptUploads } from './rosters/upload.js';
import { ServerModule } from './server.module.js';

/** Until accounts exist the server answers this machine only, and only under this machine's names (no page elsewhere can rebind to it). */
const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** What every answer says besides its own headers: personal data is not kept on the way, and nothing is guessed. */
const SAFE_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
} as const;

export interface ServerOptions {
  /** Milliseconds in which a whole request must have arrived. */
  readonly requestTimeout?: number;
}

/** Makes the HTTP application over a runtime; it does not listen yet. */
export async function createServer(
  runtime: Runtime,
  { requestTimeout = REQUEST_TIMEOUT }: ServerOptions = {},
): Promise<NestFastifyApplication> {
  const methods = new AllowedMethods();
  const filter = new ProblemFilter(catalogue, methods);
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    requestTimeout,
    http: { headersTimeout: requestTimeout, connectionsCheckingInterval: Math.min(1_000, requestTimeout) },
    clientErrorHandler: (error: Error & { code?: string }, socket: Socket) => answerBrokenRequest(error, socket, catalogue),
    // Before a controller is found: an address that cannot be decoded.
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => filter.answer(error, request, reply),
  });
  const fastify = adapter.getInstance();
  fastify.addHook('onRoute', ({ method, url }) => methods.add(method, url));
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.headers(SAFE_HEADERS);
    if (runtime.origin.simulated) void reply.header('countersign-simulated', 'true');
    done(LOOPBACK_HOST.test(request.headers.host ?? '') ? undefined : new Refusal('forbidden', 'loopback-only'));
  });
  fastify.removeContentTypeParser('text/plain');
  acceptUploads(fastify);
  const application = await NestFactory.create<NestFastifyApplication>(ServerModule.over(runtime), adapter, {
    logger: ['error', 'warn'],
    // Fastify's own, for JSON only: no forms, which pages elsewhere could send.
    bodyParser: false,
  });
  application.useGlobalFilters(filter);
  application.useGlobalInterceptors(application.get(AnswerInterceptor));
  application.getHttpServer().maxConnections = MAX_CONNECTIONS;
  application.enableShutdownHooks();
  return application;
}
