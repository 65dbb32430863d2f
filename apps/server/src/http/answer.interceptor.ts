import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { tap, type Observable } from 'rxjs';
import { Moments } from '#projections';
import { RecordsView } from '#records';
import { ROSTER_DATES, type RosterDates } from '#statistics';
import { OPERATION, type OperationDescription } from '../openapi/operation.js';
import { BODY_METHODS, mustBeShallow } from './depth.js';

/** What all answers have in common: a question waits for its `minPosition`, an answer carries its revision and address. */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly view: RecordsView,
    private readonly moments: Moments,
    @Inject(ROSTER_DATES) private readonly rosters: RosterDates,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const operation = this.reflector.get<OperationDescription | undefined>(OPERATION, context.getHandler());
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (BODY_METHODS.includes(request.method) && operation?.upload === undefined) mustBeShallow(request.body);
    if (operation?.reads === true) await this.reachMinPosition(request.query as { minPosition?: unknown });
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    // A past state is no representation that a command could be upon.
    const tagged = operation?.etag === true && (request.query as { asOf?: unknown }).asOf === undefined;
    return next.handle().pipe(
      tap((answer: { revision?: number } & object) => {
        if (tagged && answer.revision !== undefined) void reply.header('etag', `"${answer.revision}"`);
        if (operation?.location !== undefined) void reply.header('location', operation.location(answer as never));
      }),
    );
  }

  /** @throws Refusal `invalid`/`wrong-as-of`, `unavailable`/`view-behind` after five seconds */
  private async reachMinPosition({ minPosition }: { minPosition?: unknown }): Promise<void> {
    if (minPosition === undefined) return;
    const position = await this.moments.position(String(minPosition));
    // Every view whose questions of now may be answered for less than the log's end.
    await Promise.all([this.view, this.rosters].map((view) => view.upTo(position)));
  }
}
