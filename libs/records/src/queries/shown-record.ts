import type { Actor, FieldError, Json } from '#kernel';
import type { Moment } from '#projections';
import {
  allowedActions,
  jointDigest,
  lineStateOf,
  pending,
  statusOf,
  type LineState,
  type PendingTransfer,
  type Post,
  type RecordState,
  type RecordStatus,
  type RecordType,
  type Return,
  type Route,
  type SignOff,
} from '#verification';
import type { RecordAt } from './record-at.js';
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
  readonly visits: RecordState['visits'];
  readonly errors: readonly { errorId: string; field: string; line: string; status: string; wrongSince?: string; by: Actor }[];
  /** What the asking person may do now, as action words. */
  readonly allowed: readonly string[];
  /** What is odd but may be true. */
  readonly warnings: readonly FieldError[];
}

/** A record as it is shown. Pure. */
export function shownRecord(
  { asOf, state, directory }: RecordAt,
  type: RecordType,
  { clear, userId }: { clear: boolean; userId?: string },
): ShownRecord {
  const digest = jointDigest(state, type);
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
    visits: state.visits,
    errors: Object.values(state.errors).map(({ errorId, field, line, status, wrongSince, by }) => ({
      errorId,
      field,
      line,
      status,
      ...(wrongSince !== undefined && { wrongSince }),
      by,
    })),
    allowed: allowedActions(state, type, directory, asOf.time, userId),
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

function shownSignOff({ level, by, time, bulk, inPlaceOf }: SignOff): ShownSignOff {
  return { level, by, time, bulk, ...(inPlaceOf !== undefined && { inPlaceOf }) };
}
