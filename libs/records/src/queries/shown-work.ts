import type { Actor } from '#kernel';
import type { OpenWork, RecordState, Return, Staffing, WorkTurn } from '#verification';
import { findingsShownTo } from './concealed-findings.js';

/** What every item says that has no deadline. */
interface Waiting {
  readonly recordId: string;
  readonly name: string | null;
  readonly cycle: string;
  readonly line: string;
  /** UTC time from which it waits. */
  readonly since: string;
  readonly dueAt: null;
  readonly overdue: false;
  /** The person for whom it is done under a delegation (代办). */
  readonly onBehalfOf?: string;
}

/** A line that was returned (退回) to be collected anew, as the record shows it. */
export interface WaitingReturn extends Waiting {
  readonly kind: 'returned';
  /** The level that returned it. */
  readonly level: string;
  readonly by: Actor;
  readonly reasons: Return['reasons'];
}

/** A reported error, to confirm or dismiss; or to name who does, where nobody can. */
export interface WaitingError extends Waiting {
  readonly kind: 'error';
  readonly task: WorkTurn['task'];
  readonly errorId: string;
  readonly field: string;
  /** Who reported it. */
  readonly by: Actor;
}

/** What a visit found otherwise (`visit-differs`), to decide. */
export interface WaitingVisitFinding extends Waiting {
  readonly kind: 'finding';
  readonly finding: 'visit-differs';
  readonly findingId: string;
  /** Absent: what was found is not shown to the asking person yet. */
  readonly field?: string;
  /** Which of the visits it was. */
  readonly visit: string;
}

/** A line that another unit has given to this one (转接), to accept or dispute. */
export interface WaitingTransfer extends Waiting {
  readonly kind: 'transfer';
  readonly from: string;
  readonly to: string;
}

/** Somebody's appeal against the attribution of an error, to decide; or to name who does. */
export interface WaitingAppeal extends Waiting {
  readonly kind: 'appeal';
  readonly task: WorkTurn['task'];
  readonly errorId: string;
  readonly field: string;
  readonly appellant: string;
}

/** A confirmed error to correct (更正), or to close where another value stands already. */
export interface WaitingCorrection extends Waiting {
  readonly kind: 'correction';
  readonly errorId: string;
  readonly field: string;
  readonly alreadyChanged: boolean;
}

export type WaitingWork = WaitingReturn | WaitingError | WaitingVisitFinding | WaitingTransfer | WaitingAppeal | WaitingCorrection;

/** Whose turn it is, and since when. */
export interface Showing {
  readonly turn: WorkTurn;
  readonly since: string;
  readonly userId: string;
  readonly staffing: Staffing;
  /** UTC. */
  readonly time: string;
}

/** Open work as an inbox shows it. Pure. @returns undefined where the state does not have it after all */
export function shownWork(work: OpenWork, state: RecordState, showing: Showing): WaitingWork | undefined {
  const { line, about } = work;
  const { turn } = showing;
  const waiting = commonOf(work, state, showing);
  const { returned, transfer } = state.lines[line] ?? {};
  const error = state.errors[about];
  const ofError = error && { ...waiting, errorId: about, field: error.field };
  switch (work.kind) {
    case 'returned':
      return returned && { kind: 'returned', ...waiting, level: returned.level, by: returned.by, reasons: returned.reasons };
    case 'transfer':
      return transfer && { kind: 'transfer', ...waiting, from: transfer.from, to: transfer.to };
    case 'finding':
      return findingShown(about, state, waiting, showing);
    case 'error':
      return ofError && { kind: 'error', ...ofError, task: turn.task, by: error.by };
    case 'appeal':
      return ofError && { kind: 'appeal', ...ofError, task: turn.task, appellant: work.appellant ?? '' };
    case 'correction':
      return ofError && { kind: 'correction', ...ofError, alreadyChanged: (state.fields[error.field]?.c ?? null) !== error.wrong };
  }
}

function commonOf({ line }: OpenWork, { recordId, cycle, fields }: RecordState, { turn, since }: Showing): Waiting {
  const { onBehalfOf } = turn.actor;
  const name = fields['name']?.v;
  return {
    recordId,
    name: typeof name === 'string' ? name : null,
    cycle,
    line,
    since,
    dueAt: null,
    overdue: false,
    ...(onBehalfOf !== undefined && { onBehalfOf }),
  };
}

/** One of the helpers who has not visited yet is told that there is something to decide, not what. */
function findingShown(
  findingId: string,
  state: RecordState,
  waiting: Waiting,
  { staffing, time, userId }: Showing,
): WaitingVisitFinding | undefined {
  const open = state.disagreements[findingId];
  if (open === undefined) return undefined;
  const seen = findingsShownTo({ state, staffing, at: time, userId, anonymous: false })(open);
  return { kind: 'finding', ...waiting, finding: 'visit-differs', findingId, ...(seen && { field: open.field }), visit: open.kind };
}
