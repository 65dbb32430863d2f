import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Refusal } from '#kernel';
import type { Runtime } from '#platform';
import type { ProjectorThread } from '#projections';
import { Admission } from './http/admission.js';
import { AllowedMethods } from './http/allowed-methods.js';
import { AnswerInterceptor } from './http/answer.interceptor.js';
import { catalogue } from './http/catalogue.js';
import { answerBrokenRequest } from './http/broken-request.js';
import { answerChecks } from './http/checked-answer.js';
import { BODY_LIMIT, MAX_COMMANDS, MAX_CONNECTIONS, REQUEST_TIMEOUT } from './http/limits.js';
import { Metrics } from './metrics/metrics.js';
import { ProblemFilter } from './problem.filter.js';
import { acceptJson } from './http/accept-json.js';
import { acceptUploads } from './rosters/upload.js';
import { ServerModule } from './server.module.js';
import { WorkerModule } from './worker.module.js';

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
  /** How many commands it lets in at one time. */
  readonly admission?: Admission;
  /** The thread that keeps the views, if this process has one. */
  readonly projector?: ProjectorThread;
}

/**
 * Makes the HTTP application over a runtime; it does not listen yet. A process that does not have the role `api` answers only whether it is
 * well.
 */
export async function createServer(
  runtime: Runtime,
  { requestTimeout = REQUEST_TIMEOUT, admission = new Admission(MAX_COMMANDS), projector }: ServerOptions = {},
): Promise<NestFastifyApplication> {
  const methods = new AllowedMethods();
  const filter = new ProblemFilter(catalogue, methods);
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    // Who comes while the program ends is told so by the admission, as a problem.
    return503OnClosing: false,
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
  const metrics = new Metrics();
  metrics.watch(fastify);
  admission.guard(fastify);
  fastify.removeContentTypeParser('text/plain');
  acceptJson(fastify);
  answerChecks(fastify);
  acceptUploads(fastify);
  const answersApi = runtime.configuration.roles.includes('api');
  const module = (answersApi ? ServerModule : WorkerModule).over(runtime, { admission, metrics, projector });
  const application = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: ['error', 'warn'],
    // Fastify's own, for JSON only: no forms, which pages elsewhere could send.
    bodyParser: false,
  });
  application.useGlobalFilters(filter);
  if (answersApi) application.useGlobalInterceptors(application.get(AnswerInterceptor));
  application.getHttpServer().maxConnections = MAX_CONNECTIONS;
  return application;
}
