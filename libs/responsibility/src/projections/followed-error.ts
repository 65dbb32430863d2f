import type { Actor, Position, Recorded } from '#kernel';
import type { Answerer, EvolvingRecordEvent, RecordType, ReportedError } from '#verification';
import { answerersOf } from '#verification';
import { unitOf } from './deeds.js';
import type { ErrorPersonRow, ErrorRow, ErrorUnitRow, PersonPart } from './errors-tables.js';

/** An error as it stands, as far as lists have to know. */
export interface FollowedError {
  readonly errorId: string;
  readonly status: ReportedError['status'];
  readonly reported: Position;
  readonly reportedBy: string;
  readonly confirmed?: Position;
  readonly decidedBy?: string;
  /** Everybody who was found to answer, with the unit that answers by them. */
  readonly answerers: readonly { readonly userId: string; readonly unit: string }[];
  /** By appellant: how their appeal stands, in the log's words. */
  readonly appeals: Readonly<Record<string, 'open' | 'upheld' | 'reversed'>>;
  readonly deciders: NonNullable<ReportedError['deciders']>;
}

export type ErrorEvent = EvolvingRecordEvent & Pick<Recorded, 'position'>;

/** The error that an event reports. */
export function reportedError({ position, actor, data }: ErrorEvent & { readonly type: 'error-reported' }): FollowedError {
  return {
    errorId: data.errorId,
    status: 'reported',
    reported: position,
    reportedBy: actor.userId,
    answerers: [],
    appeals: {},
    deciders: {},
  };
}

/** The id of the error that an event changes; undefined: it changes none. */
export function changedError(event: ErrorEvent): string | undefined {
  if (event.type === 'details-recorded') return event.data.source.errorId;
  return 'errorId' in event.data && event.type !== 'correction-opened' ? event.data.errorId : undefined;
}

/** The error after an event that changes it. */
export function errorAfter(before: FollowedError, event: ErrorEvent, type: RecordType): FollowedError {
  switch (event.type) {
    case 'error-confirmed':
      return {
        ...before,
        status: event.data.outdated ? 'outdated' : 'confirmed',
        confirmed: event.position,
        decidedBy: event.actor.userId,
      };
    case 'error-dismissed':
      return { ...before, status: 'dismissed', decidedBy: event.actor.userId };
    case 'error-attributed':
      return { ...before, answerers: answerersOf(event.data).map((by) => ({ userId: by.userId, unit: unitAnswering(by, type) })) };
    case 'error-closed':
    case 'details-recorded':
      return { ...before, status: 'corrected' };
    case 'attribution-appealed':
      return withAppeal(before, event.actor, 'open');
    case 'attribution-appeal-decided':
      return withAppeal(before, { userId: event.data.appellant }, event.data.outcome);
    case 'decider-named':
      return { ...before, deciders: { ...before.deciders, [event.data.matter]: event.data.userId } };
    default:
      return before;
  }
}

function unitAnswering({ role, unit, line }: Answerer, type: RecordType): string {
  return unitOf({ role, unit, line }, type);
}

function withAppeal(before: FollowedError, { userId }: Pick<Actor, 'userId'>, how: 'open' | 'upheld' | 'reversed'): FollowedError {
  return { ...before, appeals: { ...before.appeals, [userId]: how } };
}

export function errorRow(recordId: string, error: FollowedError): ErrorRow {
  return {
    error_id: error.errorId,
    record_id: recordId,
    status: error.status,
    reported_position: error.reported,
    confirmed_position: error.confirmed ?? null,
    state: JSON.stringify(error),
  };
}

/** @param places the units that the record belongs to */
export function unitRows({ errorId: error_id, answerers, appeals }: FollowedError, places: readonly string[]): readonly ErrorUnitRow[] {
  const answering = answerers.filter(({ userId }) => appeals[userId] !== 'reversed').map(({ unit }) => unit);
  return [
    ...[...new Set(places)].map((unit) => ({ unit, error_id, part: 'place' as const })),
    ...[...new Set(answering)].map((unit) => ({ unit, error_id, part: 'answers' as const })),
  ];
}

export function personRows(error: FollowedError): readonly ErrorPersonRow[] {
  const { errorId: error_id, status, reportedBy, decidedBy, answerers, appeals, deciders } = error;
  const people = answerers.map(({ userId }) => userId);
  const parts: readonly (readonly [PersonPart, readonly (string | undefined)[]])[] = [
    ['reported', [reportedBy]],
    ['decided', [decidedBy]],
    ['answers', people],
    ['may-appeal', people.filter((userId) => appeals[userId] === undefined)],
    ['decides-error', status === 'reported' ? [deciders.error] : []],
    ['decides-appeal', Object.values(appeals).includes('open') ? [deciders.appeal] : []],
  ];
  return parts.flatMap(([part, users]) => users.flatMap((user_id) => (user_id === undefined ? [] : [{ user_id, error_id, part }])));
}
