import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { tap, type Observable } from 'rxjs';
import { conditionOf, type EventLog } from '#event-store';
import { Refusal } from '#kernel';
import { EVENT_LOG } from '#platform';
import { Moments } from '#projections';
import { mustBeTypeable } from '#records';
import { OPERATION, type OperationDescription } from '../openapi/operation.js';
import { isCheck, mustNameReadably } from './acting.js';
import { BODY_METHODS, mustBeShallow } from './depth.js';

/** What all answers have in common: a question waits until the log has its `minPosition`, an answer carries its revision and address. */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly moments: Moments,
    @Inject(EVENT_LOG) private readonly log: EventLog,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const operation = this.reflector.get<OperationDescription | undefined>(OPERATION, context.getHandler());
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    mustNameReadably(request);
    mustBeText(request.url);
    mustBeTypeable(request.params);
    mustBeTypeable(request.query);
    if (BODY_METHODS.includes(request.method) && operation?.upload === undefined) mustBeShallow(request.body);
    const { minPosition } = request.query as { minPosition?: unknown };
    // What is read from the log itself has it then; whoever asks views waits for those.
    if (operation?.reads === true && minPosition !== undefined) await this.moments.reach(String(minPosition));
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    // A past state is no representation that a command could be upon.
    const checking = operation?.checks !== undefined && isCheck(request);
    const tagged = operation?.etag === true && (request.query as { asOf?: unknown }).asOf === undefined;
    return next.handle().pipe(
      tap((answer: { revision?: number } & object) => {
        // What views answer meanwhile may be older than what others have been told.
        if (operation?.reads === true && conditionOf(this.log).state !== 'answering') void reply.header('countersign-log', 'unreachable');
        if (tagged && answer.revision !== undefined) void reply.header('etag', `"${answer.revision}"`);
        if (operation?.location !== undefined && !checking) void reply.header('location', operation.location(answer as never));
      }),
    );
  }
}

/**
 * An address is text in UTF-8; what is not is else left as it is written, and looked for.
 * @throws Refusal `invalid`/`invalid-body` with the parameters that are not
 */
function mustBeText(url: string): void {
  if (isText(url)) return;
  const query = url.includes('?') ? url.slice(url.indexOf('?') + 1).split('&') : [];
  const wrong = query.filter((parameter) => !isText(parameter)).map((parameter) => parameter.split('=', 1)[0] ?? '');
  const pointers = new Set(wrong.map((name) => (isText(name) ? `/${decodeURIComponent(name)}` : '')));
  const errors = [...(pointers.size === 0 ? [''] : pointers)].map((pointer) => ({ pointer, code: 'control-character' }));
  throw new Refusal('invalid', 'invalid-body', { errors });
}

function isText(address: string): boolean {
  try {
    decodeURIComponent(address);
    return true;
  } catch {
    return false;
  }
}
