import type { Actor, Json } from '#kernel';
import {
  openDisagreements,
  type Disagreement,
  type FieldState,
  type LineState,
  type RecordState,
  type ReportedError,
  type SignOff,
  type Source,
  type Submission,
  type Visit,
} from '#verification';

/**
 * What rows are made of and folding goes on from, of the state of a record. What people and sources said, and of whom and when, stays in the
 * log: it is the greater part of a state, and every event of the record would write it again. It is written and read for nearly every event:
 * lists instead of names, each person once, and names of students as numbers, because a text that is not ASCII takes five times as long.
 */
type StandingState = readonly [
  revision: number,
  about: readonly [recordId: string, type: string, subjectId: string, cycle: string, definition: number],
  fields: StandingFields,
  documents: RecordState['documents'],
  lines: Readonly<Record<string, StandingLine>>,
  visits: number,
  errors: Readonly<Record<string, StandingError>>,
  end: Pick<RecordState, 'jointDueAt' | 'approved' | 'rejected' | 'closed'> & { readonly joint?: StandingSignOff },
  /** Those that are open. */
  disagreements: Readonly<Record<string, readonly [field: string, line: string, by: StandingActor]>>,
];

/** What is needed to know whether somebody has to do with it. */
type StandingError = readonly [
  status: ReportedError['status'],
  line: string,
  field: string,
  wrong: string | null,
  Pick<ReportedError, 'appeals' | 'deciders'>,
];

/** Names and commitments, neither of which holds a space; who set each as a place in the list of people; values of those that are listed. */
type StandingFields = readonly [
  names: string,
  commitments: string,
  setBy: readonly number[],
  people: readonly (readonly string[])[],
  values: Readonly<Record<string, StandingValue>>,
];
type StandingValue = Json | { readonly codes: readonly number[] };
type StandingActor = readonly [userId: string, onBehalfOf?: string];
type StandingSignOff = readonly [level: string, submission: number, by: StandingActor, time: string];
type StandingSubmission = Omit<Submission, 'by'> & { readonly by: StandingActor };

/** A line, with short names: each record has several. */
interface StandingLine {
  readonly n: number;
  readonly s?: StandingSubmission;
  readonly o: readonly StandingSignOff[];
  readonly c?: string;
  readonly r?: readonly [level: string, to: string, time: string];
  readonly t?: LineState['transfer'];
  readonly l?: true;
}

/** The fields whose values stand in a list row. */
const LISTED = ['name', 'idNumber', 'sex', 'birthDate', 'region', 'school', 'stage', 'grade', 'boarding', 'categories'];
const BEYOND_ASCII = /[^\0-\x7f]/;

const SOURCE: Source = { kind: 'collected' };
const NOBODY: Actor = { userId: '', name: '', role: '', unit: '', unitName: '', line: '' };
const VISIT: Visit = { eventId: '', method: '', purpose: '', date: '', by: NOBODY, confirmed: [], revision: 0, checks: {} };

/** A state as it is kept between batches. */
export function packState(state: RecordState): string {
  const { revision, recordId, type, subjectId, cycle, definition, documents, joint, jointDueAt, approved, rejected, closed } = state;
  const packed: StandingState = [
    revision,
    [recordId, type, subjectId, cycle, definition],
    standingFields(state.fields),
    documents,
    mapped(state.lines, standingLine),
    state.visits.length,
    mapped(state.errors, ({ status, line, field, wrong, appeals, deciders }): StandingError => [
      status,
      line,
      field,
      wrong,
      { appeals, deciders },
    ]),
    { joint: joint && standingSignOff(joint), jointDueAt, approved, rejected, closed },
    Object.fromEntries(
      openDisagreements(state).map(({ disagreementId, field, line, by }) => [disagreementId, [field, line, standingActor(by)]]),
    ),
  ];
  return JSON.stringify(packed);
}

/** A state that folds on and gives the rows that the whole state would. */
export function unpackState(text: string): RecordState {
  const [revision, about, fields, documents, lines, visits, errors, { joint, ...end }, disagreements] = JSON.parse(text) as StandingState;
  const [recordId, type, subjectId, cycle, definition] = about;
  return {
    revision,
    recordId,
    type,
    subjectId,
    cycle,
    definition,
    fields: fieldsOf(fields),
    documents,
    lines: mapped(lines, lineOf),
    statements: {},
    visits: new Array<Visit>(visits).fill(VISIT),
    disagreements: mapped(disagreements, disagreementOf),
    errors: mapped(errors, ([status, line, field, wrong, more], errorId) => ({
      errorId,
      status,
      line,
      field,
      wrong,
      run: 0,
      by: NOBODY,
      ...more,
    })),
    joint: joint && signOffOf(joint),
    ...end,
  };
}

function disagreementOf(
  [field, line, by]: readonly [field: string, line: string, by: StandingActor],
  disagreementId: string,
): Disagreement {
  return { disagreementId, field, line, status: 'open', standing: null, kind: '', by: actorOf(by), time: '' };
}

function mapped<Value, Result>(of: Readonly<Record<string, Value>>, change: (value: Value, key: string) => Result): Record<string, Result> {
  const result: Record<string, Result> = {};
  for (const key in of) result[key] = change(of[key] as Value, key);
  return result;
}

function standingFields(fields: RecordState['fields']): StandingFields {
  const states = Object.values(fields);
  const people: (readonly string[])[] = [];
  const places = new Map<string, number>();
  const setBy = states.map(({ setBy: these }) => {
    const key = these.join('\n');
    const place = places.get(key) ?? people.push(these) - 1;
    places.set(key, place);
    return place;
  });
  const values: Record<string, StandingValue> = {};
  for (const name of LISTED) if (fields[name] !== undefined) values[name] = standingValue(fields[name].v);
  return [Object.keys(fields).join(' '), states.map(({ c }) => c).join(' '), setBy, people, values];
}

function fieldsOf([names, commitments, setBy, people, values]: StandingFields): Record<string, FieldState> {
  const fields: Record<string, FieldState> = {};
  if (names === '') return fields;
  const all = commitments.split(' ');
  names.split(' ').forEach((name, index) => {
    const these = people[setBy[index] ?? 0] ?? [];
    const known = { c: all[index] ?? '', v: valueOf(values[name]), setBy: these };
    fields[name] = { ...known, source: SOURCE, since: 0, eventId: '', revision: 0, time: '' };
  });
  return fields;
}

function standingValue(value: Json): StandingValue {
  if (typeof value !== 'string' || !BEYOND_ASCII.test(value)) return value;
  return { codes: Array.from({ length: value.length }, (_none, index) => value.charCodeAt(index)) };
}

/** No listed value is an object of its own. */
function valueOf(value: StandingValue = null): Json {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value as Json;
  return String.fromCharCode(...(value as { readonly codes: readonly number[] }).codes);
}

function standingLine({ submissions, submission, signOffs, completeByRule, returned, transfer, locked }: LineState): StandingLine {
  return {
    n: submissions,
    s: submission && { ...submission, by: standingActor(submission.by) },
    o: signOffs.map(standingSignOff),
    c: completeByRule,
    r: returned && [returned.level, returned.to, returned.time],
    t: transfer,
    l: locked,
  };
}

function lineOf({ n, s, o, c, r, t, l }: StandingLine): LineState {
  return {
    submissions: n,
    submission: s && { ...s, by: actorOf(s.by) },
    signOffs: o.map(signOffOf),
    completeByRule: c,
    returned: r && { level: r[0], to: r[1], time: r[2], reasons: [], by: NOBODY },
    transfer: t,
    locked: l,
  };
}

function standingSignOff({ level, submission, by, time }: SignOff): StandingSignOff {
  return [level, submission, standingActor(by), time];
}

function signOffOf([level, submission, by, time]: StandingSignOff): SignOff {
  return { level, submission, by: actorOf(by), time, digest: '', eventId: '', bulk: false };
}

function standingActor({ userId, onBehalfOf }: Actor): StandingActor {
  return onBehalfOf === undefined ? [userId] : [userId, onBehalfOf];
}

function actorOf([userId, onBehalfOf]: StandingActor): Actor {
  return { ...NOBODY, userId, onBehalfOf };
}
