import type { Actor, Json } from '#kernel';
import { shownField } from '#records';
import {
  isEmpty,
  originOf,
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

/** A value of a field with everybody who has had to do with it. */
export interface ShownRun {
  /** Masked unless it was asked for in clear; null: there is none. */
  readonly value: Json;
  /** The act that brought it in; absent: nothing has ever been there. */
  readonly setBy?: Setting;
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
}

export interface ShownFieldHistory extends ShownRun {
  readonly field: string;
  readonly section: string;
  readonly line: string;
  /** The value before, with whoever brought it in. */
  readonly replaced?: { readonly value: Json; readonly eventId?: string; readonly by?: Actor };
  /** What stood before, oldest first. */
  readonly earlier: readonly ShownRun[];
  readonly errors: readonly Pick<ReportedError, 'errorId' | 'status' | 'wrongSince' | 'answerers' | 'appeals'>[];
}

export interface Showing {
  readonly type: RecordType;
  readonly clear: boolean;
  /** Whether what a visitor found is for the asking person. */
  shown(visit: { readonly by: Actor }): boolean;
}

/** A field's history as it is shown to somebody. Pure. */
export function shownHistory(history: FieldHistory, { errors }: RecordState, showing: Showing): ShownFieldHistory {
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
    ...shownRun(standing, field, showing),
    ...(replaced && { replaced: replacedBy(replaced, field, showing) }),
    earlier: earlier.map((run) => shownRun(run, field, showing)),
    errors: Object.values(errors)
      .filter((error) => error.field === field)
      .map(({ errorId, status, wrongSince, answerers, appeals }) => ({ errorId, status, wrongSince, answerers, appeals })),
  };
}

function shownRun(run: FieldRun, field: string, showing: Showing): ShownRun {
  const { settings, confirmations, submissions, signOffs, returns, until } = run;
  const setBy = originOf(settings);
  const confirmedBy = confirmations.filter((one) => one.kind !== 'visit' || showing.shown(one));
  return {
    value: valueOf(run, field, showing),
    ...(setBy && { setBy }),
    settings,
    confirmedBy,
    submissions,
    signOffs,
    returns,
    ...(until && { until }),
  };
}

function replacedBy(run: FieldRun, field: string, showing: Showing): ShownFieldHistory['replaced'] {
  const origin = originOf(run.settings);
  return { value: valueOf(run, field, showing), ...(origin && { eventId: origin.eventId, by: origin.by }) };
}

function valueOf({ value }: FieldRun, field: string, { type, clear }: Showing): Json {
  return value === null ? null : shownField(type, field, value.v, clear);
}
