import { Refusal } from '#kernel';
import type { RecordState, ReportedError } from '../model/state.js';
import { lineOf } from '../reading/initial-state.js';
import { JOINT, pending } from '../reading/pending.js';
import { definitionFor } from '../reading/type-parts.js';
import { openDisagreements } from '../visits/open-disagreements.js';
import type { Asking } from './asking.js';
import { mayAppealAttribution } from './attribution.js';
import { mayClose } from './close.js';
import { mayCollectOrBegin } from './collect.js';
import { mayCloseError, mayCorrect } from './correct.js';
import { mayDecideDisagreement } from './decide-disagreement.js';
import { mayDecideError, mayReport } from './errors.js';
import { mayOpen } from './open.js';
import { mayAppeal, mayReject } from './reject.js';
import { mayAdopt, mayReopen } from './reopen.js';
import { mayReturn } from './return.js';
import { mayReview } from './review.js';
import { maySubmit } from './submit.js';
import { mayReceive, mayTransfer } from './transfer.js';
import { mayVisit } from './visit.js';
import { mayWithdraw } from './withdraw.js';

/** Something that can be done with a record, and why not, if not now or not by this person. */
export interface PossibleAction {
  /** An action word such as `submit:household` or `sign-off:household:village`. */
  readonly action: string;
  readonly refusal?: Refusal;
}

type Check = (state: RecordState, asking: Asking) => unknown;

/** Every action on a record as it stands, with the check that its command makes first. */
function checks(state: RecordState, asking: Asking): readonly (readonly [action: string, check: Check])[] {
  if (state.revision < 0) return [['open', mayOpen]];
  const lines = asking.type.lines.map(({ name }) => name);
  const forLine = (word: string, may: (state: RecordState, asking: Asking, line: string) => unknown) =>
    lines.map((line) => [`${word}:${line}`, (s: RecordState, a: Asking) => may(s, a, line)] as const);
  const errors = Object.values(state.errors);
  const forError = (word: string, status: readonly string[], may: (state: RecordState, asking: Asking, errorId: string) => unknown) =>
    errors
      .filter((error) => status.includes(error.status))
      .map(({ errorId }) => [`${word}:${errorId}`, (s: RecordState, a: Asking) => may(s, a, errorId)] as const);
  return [
    ...forLine('collect', mayCollectOrBegin),
    ['visit', mayVisit],
    ...forLine('submit', maySubmit),
    ...reviews(state, asking, lines),
    ...withdrawals(state, lines),
    ...openDisagreements(state).map(
      ({ disagreementId: id }) => [`decide-finding:${id}`, (s: RecordState, a: Asking) => mayDecideDisagreement(s, a, id)] as const,
    ),
    ['reject', mayReject],
    ['appeal', mayAppeal],
    ...forLine('transfer', mayTransfer),
    ...forLine('accept-transfer', mayReceive),
    ...forLine('dispute-transfer', mayReceive),
    ['reopen', mayReopen],
    ...forError('correct', ['confirmed', 'outdated'], mayCorrect),
    ...forError('close-error', ['confirmed', 'outdated'], mayCloseError),
    ['report-error', mayReport],
    ...forError('confirm-error', ['reported'], mayDecideError),
    ...forError('dismiss-error', ['reported'], mayDecideError),
    ...attributed(errors).map(
      ({ errorId }) => [`appeal-attribution:${errorId}`, (s: RecordState, a: Asking) => mayAppealAttribution(s, a, errorId)] as const,
    ),
    ...(asking.type.definitions.length > 1 ? [['adopt-definition', mayAdopt] as const] : []),
    ['close', mayClose],
  ];
}

/** What somebody has submitted or signed and may take back. */
function withdrawals(state: RecordState, lines: readonly string[]): readonly (readonly [string, Check])[] {
  return lines.flatMap((line) => {
    const { submission, signOffs } = lineOf(state, line);
    if (submission === undefined) return [];
    const levels = [undefined, ...signOffs.map(({ level }) => level)];
    return levels.map((level): [string, Check] => [
      level === undefined ? `withdraw:${line}` : `withdraw:${line}:${level}`,
      (s, a) => mayWithdraw(s, a, line, level),
    ]);
  });
}

/** Errors that somebody answers for. */
function attributed(errors: readonly ReportedError[]): readonly ReportedError[] {
  return errors.filter(({ answerers = [] }) => answerers.length > 0);
}

function reviews(state: RecordState, asking: Asking, lines: readonly string[]): (readonly [string, Check])[] {
  const waiting = pending(state, asking.type, asking.staffing);
  const signOffs = waiting.map(({ line, level }): [string, Check] => [`sign-off:${line}:${level}`, (s, a) => mayReview(s, a, line, level)]);
  const returnable = waiting.flatMap(({ line, level }) =>
    line === JOINT ? lines.map((name) => ({ line: name, level })) : [{ line, level }],
  );
  const returns = returnable.map(({ line, level }): [string, Check] => [`return:${line}:${level}`, (s, a) => mayReturn(s, a, line, level)]);
  return [...signOffs, ...returns];
}

/** What can be done with a record now, each action with the reason why not. Without a person: what anybody may. */
export function possibleActions(state: RecordState, asking: Asking): readonly PossibleAction[] {
  // A record whose definition is not known any more can be read, not worked.
  definitionFor(state, asking.type);
  return checks(state, asking).map(([action, check]) => {
    try {
      check(state, asking);
      return { action };
    } catch (error) {
      if (error instanceof Refusal) return { action, refusal: error };
      throw error;
    }
  });
}

/**
 * The actions that a person may take now, as action words; without a person, those that anybody may. Who is barred from judging an error by
 * what stands no longer is known by the record's past alone.
 */
export function allowedActions(state: RecordState, asking: Asking): readonly string[] {
  return possibleActions(state, asking)
    .filter(({ refusal }) => refusal === undefined)
    .map(({ action }) => action);
}
