import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { asDiskFull } from '#disk';
import { Refusal, type Catalogue, type Language } from '#kernel';
import type { AllowedMethods } from './http/allowed-methods.js';
import { httpProblemOf, type HttpProblem } from './http/http-problem.js';
import { HttpRefusal, RETRY_AFTER } from './http/http-refusal.js';
import { BODY_LIMIT } from './http/limits.js';
import { languageOf } from './http/language.js';

const INTERNAL = { zh: '服务器内部错误', en: 'Internal error' } as const;

/** Every error leaves as RFC 9457 problem details; what is no refusal is logged without its request and answered without detail. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  constructor(
    private readonly catalogue: Catalogue,
    private readonly methods: AllowedMethods,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    this.answer(error, request, host.switchToHttp().getResponse<FastifyReply>());
  }

  /** Answers an error; also for those that arise before any controller is found. */
  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    // An answer that has begun cannot become another one: a stream that breaks is cut off.
    if (reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    const language = languageOf(request.headers['accept-language']);
    const refusal = this.refusalOf(error, request, reply);
    if (refusal === undefined) this.logger.error(whereOf(error));
    const problem = refusal === undefined ? this.internal(language) : httpProblemOf(refusal, this.catalogue, language);
    const retryAfter = RETRY_AFTER[problem.status];
    if (retryAfter !== undefined) void reply.header('retry-after', retryAfter);
    if (problem.revision !== undefined) void reply.header('etag', `"${problem.revision}"`);
    void reply
      .status(problem.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .header('content-language', language)
      .send(JSON.stringify(problem));
  }

  /** What nothing answers may be at an address that takes other methods: then they are named. */
  private refusalOf(error: unknown, { url }: FastifyRequest, reply: FastifyReply): Refusal | undefined {
    const refusal = refusalOf(error);
    if (!(refusal instanceof HttpRefusal) || refusal.status !== 404) return refusal;
    const allowed = this.methods.of(url);
    if (allowed.length === 0) return refusal;
    void reply.header('allow', allowed.join(', '));
    return new HttpRefusal(405, 'method-not-allowed');
  }

  private internal(language: Language): HttpProblem {
    return problemOf500(INTERNAL[language], this.catalogue['internal-error']?.[language] ?? '');
  }
}

function problemOf500(title: string, detail: string): HttpProblem {
  return { type: 'urn:countersign:problem:internal-error', title, status: 500, detail, code: 'internal-error' };
}

/** What Fastify and Nest throw, as a refusal; undefined for a defect. */
function refusalOf(cause: unknown): Refusal | undefined {
  const error = asDiskFull(cause);
  if (error instanceof Refusal) return error;
  const status = error instanceof HttpException ? error.getStatus() : ((error as { statusCode?: number } | undefined)?.statusCode ?? 500);
  switch (status) {
    case 404:
      return new HttpRefusal(404, 'unknown-path');
    case 413:
      return new HttpRefusal(413, 'body-too-large', { params: { max: BODY_LIMIT } });
    case 415:
      return new HttpRefusal(415, 'wrong-media-type', { params: { wanted: 'application/json' } });
    default:
      return status >= 400 && status < 500 ? new HttpRefusal(400, 'malformed-request') : undefined;
  }
}

/** Where it happened, without the message: that of a driver or of JSON may quote personal data. */
function whereOf(error: unknown): string {
  if (!(error instanceof Error)) return 'something was thrown that is no error';
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [error.name, ...frames].join('\n');
}
