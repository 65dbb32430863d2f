import type { Actor, Json } from '#kernel';
import { shownField, visibleErrors, type AppealOutcome, type ShownAnswerer, type ShownCatch, type ShownError } from '#records';
import {
  isEmpty,
  type Act,
  type Confirmation,
  type CoveringSignOff,
  type CoveringSubmission,
  type FieldHistory,
  type FieldRun,
  type NamingReturn,
  type RecordState,
  type RecordType,
  type ReportedError,
  type Setting,
} from '#verification';
import type { Origin, Origins } from './origins.js';

/** A value of a field with everybody who has had to do with it. */
export interface ShownRun {
  /** Masked unless it was asked for in clear; null: there is none. */
  readonly value: Json;
  /** Who brought it in, as an attribution would name them: of a carried value in the earlier cycle; absent: nothing has ever been there. */
  readonly setBy?: Origin;
  /** That act and everybody who entered the value again. */
  readonly settings: readonly Setting[];
  /** Visits that confirmed it, and departments whose rosters say the same. */
  readonly confirmedBy: readonly Confirmation[];
  readonly submissions: readonly CoveringSubmission[];
  /** Sign-offs over exactly this value; `voided` if they no longer count. */
  readonly signOffs: readonly CoveringSignOff[];
  readonly returns: readonly NamingReturn[];
  /** The act that ended it; absent: it stands. */
  readonly until?: Act;
  /** Errors that name this very value. */
  readonly errorIds: readonly string[];
}

/** An error of a field: who answers for the wrong value, and apart from them who has signed another one since. */
export interface ShownFieldError {
  readonly errorId: string;
  readonly status: ReportedError['status'];
  readonly outdated: boolean;
  readonly wrongSince?: string;
  readonly alreadyChanged: boolean;
  /** The value that it names, masked unless it was asked for in clear; null: one was missing. */
  readonly wrong: Json;
  /** Whether the field holds that value still. */
  readonly stands: boolean;
  readonly answerers: readonly ShownAnswerer[];
  readonly caught: readonly ShownCatch[];
  /** By appellant. */
  readonly appeals: Readonly<Record<string, 'open' | AppealOutcome>>;
  /** Sign-offs over the value that stands instead: they do not answer for the wrong one by them. */
  readonly signedSince: readonly CoveringSignOff[];
}

export interface ShownFieldHistory extends ShownRun {
  readonly field: string;
  readonly section: string;
  readonly line: string;
  /** The value before, with whoever brought it in. */
  readonly replaced?: { readonly value: Json; readonly eventId?: string; readonly by?: Actor };
  /** What stood before, oldest first. */
  readonly earlier: readonly ShownRun[];
  readonly errors: readonly ShownFieldError[];
}

export interface Showing {
  readonly type: RecordType;
  readonly clear: boolean;
  readonly origins: Origins;
  /** All errors of the record. */
  readonly errors: readonly ShownError[];
  /** Whether what a visitor found is for the asking person. */
  shown(visit: { readonly by: Actor }): boolean;
}

/** A field's history as it is shown to somebody. Pure. */
export function shownHistory(history: FieldHistory, state: RecordState, showing: Showing): ShownFieldHistory {
  const { field, section, line, runs, standing } = history;
  const index = runs.findIndex((run) => run.until === undefined);
  const earlier = runs.filter(
    (run, place) => place !== index && !(isEmpty(run) && run.settings.length === 0 && run.submissions.length === 0),
  );
  const replaced = earlier.findLast((run) => run.since < standing.since);
  return {
    field,
    section,
    line,
    ...shownRun(standing, field, state, showing),
    ...(replaced && { replaced: replacedBy(replaced, field, showing) }),
    earlier: earlier.map((run) => shownRun(run, field, state, showing)),
    errors: visibleErrors(showing.errors, showing.shown)
      .filter((error) => error.field === field)
      .map((error) => shownFieldError(error, history, state, showing)),
  };
}

function shownRun(run: FieldRun, field: string, state: RecordState, showing: Showing): ShownRun {
  const { settings, confirmations, submissions, signOffs, returns, until } = run;
  const setBy = showing.origins.of(run, field);
  const confirmedBy = confirmations.filter((one) => one.kind !== 'visit' || showing.shown(one));
  const naming = visibleErrors(showing.errors, showing.shown).filter(({ errorId }) => isNamedBy(run, field, state.errors[errorId]));
  return {
    value: valueOf(run, field, showing),
    ...(setBy && { setBy }),
    settings,
    confirmedBy,
    submissions,
    signOffs,
    returns,
    ...(until && { until }),
    errorIds: naming.map(({ errorId }) => errorId),
  };
}

/** An error names every run of its value up to its confirmation; one that was dismissed names none. */
function isNamedBy(run: FieldRun, field: string, error: ReportedError | undefined): boolean {
  if (error === undefined || error.field !== field || error.status === 'dismissed') return false;
  const { wrong, decidedAt = Infinity } = error;
  return run.since <= decidedAt && (run.value?.c === wrong || (isEmpty(run) && wrong === null));
}

function shownFieldError(
  error: ShownError,
  { field, runs, standing }: FieldHistory,
  state: RecordState,
  showing: Showing,
): ShownFieldError {
  const { errorId, status, outdated, wrongSince, alreadyChanged, answerers, caught } = error;
  const named = state.errors[errorId];
  const run = runs.find(({ since }) => since === named?.run);
  const stands = isNamedBy(standing, field, named);
  const changed = !stands && status !== 'dismissed';
  return {
    errorId,
    status,
    outdated,
    ...(wrongSince !== undefined && { wrongSince }),
    alreadyChanged,
    wrong: run === undefined ? null : valueOf(run, field, showing),
    stands,
    answerers,
    caught,
    appeals: Object.fromEntries(answerers.flatMap(({ userId, appeal }) => (appeal === undefined ? [] : [[userId, appeal.status]]))),
    signedSince: changed ? standing.signOffs : [],
  };
}

function replacedBy(run: FieldRun, field: string, showing: Showing): ShownFieldHistory['replaced'] {
  const origin = showing.origins.of(run, field);
  return { value: valueOf(run, field, showing), ...(origin && { eventId: origin.eventId, by: origin.by }) };
}

function valueOf({ value }: FieldRun, field: string, { type, clear }: Showing): Json {
  return value === null ? null : shownField(type, field, value.v, clear);
}
