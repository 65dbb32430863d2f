import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Directory } from '#directory';
import { Refusal } from '#kernel';
import { RECORD_TYPE } from '#platform';
import { Moments, type Moment } from '#projections';
import { mayKnowOf, recordOfError, type ShownError } from '#records';
import type { RecordType } from '#verification';
import { unitOf } from '../projections/deeds.js';
import type { Asker } from './entitlement.js';
import { ErrorScopes, type ErrorScope } from './error-scopes.js';
import { ErrorsAt, type RecordsErrors } from './errors-at.js';

export interface ErrorAnswer extends ShownError {
  readonly asOf: Moment;
}

export interface ErrorQuestion {
  readonly errorId: string;
  /** A time or a position; absent: now. */
  readonly asOf?: string;
  readonly asker?: Asker;
}

/** An error, with who answers for it, by name. */
export class GetError extends Query<ErrorAnswer> {
  constructor(readonly question: ErrorQuestion) {
    super();
  }
}

@QueryHandler(GetError)
export class GetErrorHandler implements IQueryHandler<GetError> {
  constructor(
    private readonly errors: ErrorsAt,
    private readonly scopes: ErrorScopes,
    private readonly moments: Moments,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
  ) {}

  /** From the record's own stream, so never behind. @throws Refusal `not-found`/`unknown-error`; `invalid`: `wrong-as-of`, `as-of-ahead` */
  async execute({ question: { errorId, asOf, asker = {} } }: GetError): Promise<ErrorAnswer> {
    const moment = await this.moments.at(asOf);
    const directory = await this.errors.directoryAt(moment, asOf === undefined);
    const record = await this.errors.ofRecord(recordOfError(errorId), moment, asker, directory);
    const found = record.errors.find((error) => error.errorId === errorId);
    const scope = await this.scopes.of(asker);
    if (found === undefined || !this.isSeen(found, record, scope, moment, directory)) throw new Refusal('not-found', 'unknown-error');
    return { asOf: moment, ...found };
  }

  private isSeen(
    error: ShownError,
    { state }: RecordsErrors,
    scope: ErrorScope | undefined,
    { time }: Moment,
    staffing: Directory,
  ): boolean {
    if (scope === undefined) return true;
    const { userId, answering } = scope;
    if (userId === undefined) return false;
    const { answerers, reportedBy, decidedBy, deciders } = error;
    if ([reportedBy.userId, decidedBy?.userId, deciders?.error, deciders?.appeal].includes(userId)) return true;
    if (mayKnowOf(state, { type: this.type, staffing, now: time, userId })) return true;
    return answerers.some((one) => answering.includes(unitOf(one, this.type)));
  }
}
