import type { Actor } from '#kernel';
import type { FieldState, LineState, RecordState, ReportedError, SignOff, Source, Submission, Visit } from '#verification';

/**
 * What rows are made of and folding goes on from, of the state of a record. What people and sources said, and of whom and when, stays in the
 * log: it is the greater part of a state, and every event of the record would write it again.
 */
interface StandingState {
  readonly r: number;
  readonly i: readonly [recordId: string, type: string, subjectId: string, cycle: string, definition: number];
  /** Commitment, who set it, and the value of fields that are listed. */
  readonly f: Readonly<Record<string, readonly [string, readonly string[], unknown?]>>;
  readonly d: RecordState['documents'];
  readonly l: Readonly<Record<string, LineState>>;
  readonly v: number;
  /** Status and line by error. */
  readonly e: Readonly<Record<string, readonly [ReportedError['status'], string]>>;
  readonly m: Pick<RecordState, 'joint' | 'jointDueAt' | 'approved' | 'rejected' | 'closed'>;
}

/** The fields whose values stand in a list row. */
const LISTED = new Set(['name', 'idNumber', 'sex', 'birthDate', 'region', 'school', 'stage', 'grade', 'boarding', 'categories']);

const SOURCE: Source = { kind: 'collected' };
const NOBODY: Actor = { userId: '', name: '', role: '', unit: '', unitName: '', line: '' };
const VISIT: Visit = { eventId: '', method: '', purpose: '', date: '', by: NOBODY, confirmed: [], revision: 0, checks: {} };

/** A state as it is kept between batches. */
export function packState(state: RecordState): string {
  const { revision, recordId, type, subjectId, cycle, definition, joint, jointDueAt, approved, rejected, closed } = state;
  const packed: StandingState = {
    r: revision,
    i: [recordId, type, subjectId, cycle, definition],
    f: mapped(state.fields, ({ c, setBy, v }, name) => (LISTED.has(name) ? [c, setBy, v] : [c, setBy])),
    d: state.documents,
    l: mapped(state.lines, standingLine),
    v: state.visits.length,
    e: mapped(state.errors, ({ status, line }) => [status, line]),
    m: { joint: joint && standingSignOff(joint), jointDueAt, approved, rejected, closed },
  };
  return JSON.stringify(packed);
}

/** A state that folds on and gives the rows that the whole state would. */
export function unpackState(text: string): RecordState {
  const { r: revision, i, f, d: documents, l: lines, v: visits, e, m } = JSON.parse(text) as StandingState;
  const [recordId, type, subjectId, cycle, definition] = i;
  return {
    revision,
    recordId,
    type,
    subjectId,
    cycle,
    definition,
    fields: mapped(f, ([c, setBy, v = null]) => ({ c, v, setBy, source: SOURCE, eventId: '', revision: 0, time: '' }) as FieldState),
    documents,
    lines,
    statements: {},
    visits: new Array<Visit>(visits).fill(VISIT),
    disagreements: {},
    errors: mapped(e, ([status, line], errorId) => ({ errorId, status, line, field: '', wrong: null, by: NOBODY })),
    ...m,
  };
}

function mapped<Value, Result>(of: Readonly<Record<string, Value>>, change: (value: Value, key: string) => Result): Record<string, Result> {
  const result: Record<string, Result> = {};
  for (const key in of) result[key] = change(of[key] as Value, key);
  return result;
}

function standingLine(line: LineState): LineState {
  const { submissions, submission, signOffs, completeByRule, returned, transfer, locked } = line;
  return {
    submissions,
    submission: submission && standingSubmission(submission),
    signOffs: signOffs.map(standingSignOff),
    completeByRule,
    returned: returned && { ...returned, reasons: [], by: NOBODY },
    transfer,
    locked,
  };
}

function standingSubmission({ by, ...submission }: Submission): Submission {
  return { ...submission, by: standingActor(by) };
}

function standingSignOff({ level, submission, by, time }: SignOff): SignOff {
  return { level, submission, by: standingActor(by), time, digest: '', eventId: '', bulk: false };
}

function standingActor({ userId, onBehalfOf }: Actor): Actor {
  return { ...NOBODY, userId, onBehalfOf };
}
