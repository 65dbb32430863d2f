import type { Actor, FieldError, Json, Refusal } from '#kernel';
import type { Moment } from '#projections';
import {
  jointDigest,
  lineStateOf,
  pending,
  possibleActions,
  statusOf,
  type LineState,
  type Past,
  type PendingTransfer,
  type PossibleAction,
  type Post,
  type RecordState,
  type RecordStatus,
  type RecordType,
  type Return,
  type Route,
  type SignOff,
  type Disagreement,
  type Visit,
} from '#verification';
import { findingsShownTo } from './concealed-findings.js';
import type { RecordAt } from './record-at.js';
import { visibleErrors, type ShownError } from './shown-error.js';
import { shownField } from './shown-values.js';

export interface ShownSignOff {
  readonly level: string;
  readonly by: Actor;
  readonly time: string;
  readonly bulk: boolean;
  /** Unit whose level it was, if it was signed in place of it (代审). */
  readonly inPlaceOf?: string;
}

export interface ShownLine {
  readonly state: string;
  /** Number of the running submission. */
  readonly submission?: number;
  readonly digest?: string;
  readonly submittedBy?: Actor;
  readonly submittedAt?: string;
  readonly route?: Route;
  readonly signOffs: readonly ShownSignOff[];
  readonly dueAt?: string;
  /** The rule by which the line needs no sign-off. */
  readonly completeByRule?: string;
  readonly returned?: Return;
  readonly transfer?: Pick<PendingTransfer, 'from' | 'to'>;
}

/** A level that waits for somebody. */
export interface ShownWaiting {
  readonly line: string;
  readonly level: string;
  readonly posts: readonly Post[];
  readonly digest: string;
  readonly dueAt?: string;
}

/** Something that can be done with a record. */
export interface ShownAction {
  /** An action word such as `submit:household`. */
  readonly action: string;
  readonly allowed: boolean;
  /** Why not: a code that a catalogue has a text for, and what is filled into it. */
  readonly reason?: Pick<Refusal, 'code' | 'params'>;
}

/** A visit, with the fields that it confirmed and those that it found to be otherwise. */
export interface ShownVisit extends Omit<Visit, 'revision' | 'checks'> {
  readonly differs: readonly string[];
  /** What was found is not shown to the asking person yet. */
  readonly concealed?: true;
}

/** What a visit found to be otherwise, without what it found: that stands in the agreement of the record's visits. */
export type ShownDisagreement = Omit<Disagreement, 'standing' | 'found' | 'note'>;

/** An error of the record, with who reported it and who answers for it. */
export type ShownRecordError = Pick<
  ShownError,
  'errorId' | 'field' | 'line' | 'status' | 'origin' | 'outdated' | 'wrongSince' | 'alreadyChanged' | 'answerers'
> & { readonly by: Actor };

export interface ShownRecord {
  readonly recordId: string;
  readonly studentId: string;
  readonly cycle: string;
  readonly status: RecordStatus;
  readonly revision: number;
  readonly definition: number;
  readonly asOf: Moment;
  /** Values by section and field. */
  readonly sections: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly lines: Readonly<Record<string, ShownLine>>;
  /** `digest` is there once every line is complete. */
  readonly joint: { readonly digest?: string; readonly signOff?: ShownSignOff; readonly dueAt?: string };
  readonly waiting: readonly ShownWaiting[];
  readonly payable?: boolean;
  readonly rejected?: RecordState['rejected'];
  readonly closed?: RecordState['closed'];
  readonly carriedFrom?: RecordState['carriedFrom'];
  readonly visits: readonly ShownVisit[];
  /** Values that a visit contradicts and nobody has signed; without those that the asking person is not to see yet. */
  readonly disagreements: readonly ShownDisagreement[];
  readonly errors: readonly ShownRecordError[];
  /** What the asking person may do now, as action words. */
  readonly allowed: readonly string[];
  /** Every action, with the reason why not if the asking person may not take it now. */
  readonly actions: readonly ShownAction[];
  /** What is odd but may be true. */
  readonly warnings: readonly FieldError[];
}

/** To whom a record is shown, and what is looked up for that outside of its state. */
export interface Showing {
  readonly clear: boolean;
  readonly userId?: string;
  readonly anonymous?: boolean;
  readonly past?: Past;
  readonly errors: readonly ShownError[];
}

/** A record as it is shown. Pure. */
export function shownRecord(
  { asOf, state, directory }: RecordAt,
  type: RecordType,
  { clear, userId, anonymous = false, past, errors }: Showing,
): ShownRecord {
  const digest = jointDigest(state, type);
  const actions = possibleActions(state, { type, staffing: directory, now: asOf.time, userId, past }).map(shownAction);
  const seesFindings = findingsShownTo({ state, staffing: directory, at: asOf.time, userId, anonymous });
  return {
    recordId: state.recordId,
    studentId: state.subjectId,
    cycle: state.cycle,
    status: statusOf(state),
    revision: state.revision,
    definition: state.definition,
    asOf,
    sections: sectionsOf(state, type, clear),
    lines: Object.fromEntries(type.lines.map(({ name }) => [name, shownLine(state, name)])),
    joint: {
      ...(digest !== undefined && { digest }),
      ...(state.joint && { signOff: shownSignOff(state.joint) }),
      ...(state.jointDueAt !== undefined && { dueAt: state.jointDueAt }),
    },
    waiting: pending(state, type, directory).map(({ line, level, posts, digest: waitingDigest, dueAt }) => ({
      line,
      level,
      posts,
      digest: waitingDigest,
      ...(dueAt !== undefined && { dueAt }),
    })),
    ...(state.approved && { payable: state.approved.payable }),
    ...(state.rejected && { rejected: state.rejected }),
    ...(state.closed && { closed: state.closed }),
    ...(state.carriedFrom && { carriedFrom: state.carriedFrom }),
    visits: state.visits.map((visit) => shownVisit(visit, seesFindings(visit))),
    disagreements: Object.values(state.disagreements)
      .filter(seesFindings)
      .map(({ standing: _standing, found: _found, note: _note, ...shown }) => shown),
    errors: visibleErrors(errors, seesFindings).map(recordError),
    allowed: actions.filter(({ allowed }) => allowed).map(({ action }) => action),
    actions,
    warnings: type.warnings(state, { staffing: directory, cycle: state.cycle, now: asOf.time }),
  };
}

function sectionsOf(state: RecordState, type: RecordType, clear: boolean): ShownRecord['sections'] {
  const valuesOf = (fields: readonly { name: string }[]) =>
    fields.flatMap(({ name }): [string, Json][] => {
      const field = state.fields[name];
      return field === undefined ? [] : [[name, shownField(type, name, field.v, clear)]];
    });
  return Object.fromEntries(type.sections.map(({ name, fields }) => [name, Object.fromEntries(valuesOf(fields))]));
}

function shownLine(state: RecordState, name: string): ShownLine {
  const line: LineState | undefined = state.lines[name];
  const submission = line?.submission;
  return {
    state: lineStateOf(state, name),
    ...(submission && {
      submission: submission.number,
      digest: submission.digest,
      submittedBy: submission.by,
      submittedAt: submission.time,
      route: submission.route,
      ...(submission.dueAt !== undefined && { dueAt: submission.dueAt }),
    }),
    signOffs: (line?.signOffs ?? []).map(shownSignOff),
    ...(line?.completeByRule !== undefined && { completeByRule: line.completeByRule }),
    ...(line?.returned && { returned: line.returned }),
    ...(line?.transfer && { transfer: { from: line.transfer.from, to: line.transfer.to } }),
  };
}

function shownAction({ action, refusal }: PossibleAction): ShownAction {
  return refusal === undefined
    ? { action, allowed: true }
    : { action, allowed: false, reason: { code: refusal.code, params: refusal.params } };
}

function shownSignOff({ level, by, time, bulk, inPlaceOf }: SignOff): ShownSignOff {
  return { level, by, time, bulk, ...(inPlaceOf !== undefined && { inPlaceOf }) };
}

function shownVisit({ revision: _revision, checks, ...visit }: Visit, shown: boolean): ShownVisit {
  if (!shown) return { ...visit, confirmed: [], differs: [], concealed: true };
  return { ...visit, differs: Object.keys(checks).filter((field) => checks[field]?.outcome === 'differs') };
}

function recordError({
  errorId,
  field,
  line,
  status,
  origin,
  outdated,
  wrongSince,
  alreadyChanged,
  reportedBy,
  answerers,
}: ShownError): ShownRecordError {
  const since = wrongSince === undefined ? {} : { wrongSince };
  return { errorId, field, line, status, origin, outdated, ...since, alreadyChanged, by: reportedBy, answerers };
}
