import type { Actor, Envelope } from '#kernel';
import type { EvolvingRecordEvent, SignOffsVoided } from './model/events.js';
import type { Disagreement, FieldState, LineState, RecordState, ReportedError, Source, Visit, VisitCheck } from './model/state.js';
import { answerersOf } from './attribution/answerers.js';
import { peopleOf } from './reading/barred.js';
import { initialState, lineOf } from './reading/initial-state.js';
import { isComplete } from './reading/line-state.js';
import { runOf } from './reading/signed.js';

type Of<Type extends EvolvingRecordEvent['type']> = Extract<EvolvingRecordEvent, { type: Type }>;

/** The record after one more event. Pure and total: what has happened is never refused. */
export function evolve(state: RecordState, event: EvolvingRecordEvent): RecordState {
  return { ...changed(state, event), revision: event.revision };
}

/** The record that events make, in order from the first. */
export function replay(events: readonly EvolvingRecordEvent[]): RecordState {
  return events.reduce(evolve, initialState);
}

function changed(state: RecordState, event: EvolvingRecordEvent): RecordState {
  switch (event.type) {
    case 'record-opened': {
      const { recordId, recordType, subjectId, cycle, definition, carriedFrom } = event.data;
      return { ...state, recordId, type: recordType, subjectId, cycle, definition, ...(carriedFrom && { carriedFrom }) };
    }
    case 'details-recorded':
      return corrected(withValues(state, event.data.values, event.data.source, event), event.data.source);
    case 'statement-recorded':
      return stated(state, event);
    case 'visit-recorded':
      return { ...state, visits: [...state.visits, visitOf(state, event)] };
    case 'line-submitted':
      return withLine(state, event.data.line, (line) => submitted(line, event));
    case 'line-completed-by-rule':
      return {
        ...withLine(state, event.data.line, (line) => ruled(line, event.data.rule)),
        ...(event.data.dueAt && { jointDueAt: event.data.dueAt }),
      };
    case 'line-signed-off':
      return signedOff(state, event);
    case 'line-returned':
      return withLine(state, event.data.line, (line) => returned(line, event));
    case 'line-withdrawn':
      return withLine(state, event.data.line, (line) => dueBy(line, event.data.dueAt));
    case 'sign-offs-voided':
      return voided(state, event.data);
    case 'record-approved':
      return approved(state, event);
    case 'record-rejected':
      return { ...state, rejected: { reason: event.data.reason, time: event.time } };
    case 'record-appealed':
      return unlocked(without(state, 'rejected'), Object.keys(state.lines));
    case 'correction-opened':
      return unlocked(without(state, 'approved'), [event.data.line]);
    case 'record-reopened':
      return unlocked(without(state, 'approved'), event.data.lines);
    case 'record-transferred':
      return transferred(state, event);
    case 'transfer-accepted':
      return withLine(state, event.data.line, (line) => without(line, 'transfer'));
    case 'transfer-disputed':
      return disputed(state, event);
    case 'record-closed':
      return { ...state, closed: { reason: event.data.reason, time: event.time } };
    case 'definition-adopted':
      return { ...state, definition: event.data.to };
    case 'disagreement-found':
      return { ...state, disagreements: { ...state.disagreements, [event.data.disagreementId]: disagreement(event) } };
    case 'disagreement-settled':
      return withDisagreement(state, event.data.disagreementId, { status: event.data.outcome, settledBy: event.actor });
    case 'error-reported':
      return { ...state, errors: { ...state.errors, [event.data.errorId]: reported(state, event) } };
    case 'error-confirmed': {
      const { errorId, outdated, wrongSince } = event.data;
      const since = wrongSince === undefined ? {} : { wrongSince };
      const status = outdated ? 'outdated' : 'confirmed';
      return withError(state, errorId, { status, decidedBy: event.actor, decidedAt: event.revision, ...since });
    }
    case 'error-closed':
      return withError(state, event.data.errorId, { status: 'corrected' });
    case 'error-dismissed':
      return withError(state, event.data.errorId, { status: 'dismissed', decidedBy: event.actor });
    case 'error-attributed':
      return withError(state, event.data.errorId, { answerers: answerersOf(event.data) });
    case 'attribution-appealed':
      return withAppeal(state, event.data.errorId, event.actor.userId, 'open');
    case 'attribution-appeal-decided':
      return withAppeal(state, event.data.errorId, event.data.appellant, event.data.outcome);
    case 'decider-named': {
      const { errorId, matter, userId } = event.data;
      return withError(state, errorId, { deciders: { ...state.errors[errorId]?.deciders, [matter]: userId } });
    }
  }
}

function without<Whole extends object, Key extends keyof Whole>(whole: Whole, key: Key): Whole {
  const { [key]: _gone, ...rest } = whole;
  return rest as Whole;
}

function withLine(state: RecordState, name: string, change: (line: LineState) => LineState): RecordState {
  return { ...state, lines: { ...state.lines, [name]: change(lineOf(state, name)) } };
}

function withValues(
  state: RecordState,
  values: Readonly<Record<string, Envelope>>,
  source: Source,
  act: Pick<EvolvingRecordEvent, 'id' | 'revision' | 'time' | 'actor'>,
): RecordState {
  return { ...state, fields: fieldsWith(state, values, source, act) };
}

function fieldsWith(
  state: RecordState,
  values: Readonly<Record<string, Envelope>>,
  source: Source,
  act: Pick<EvolvingRecordEvent, 'id' | 'revision' | 'time' | 'actor'>,
): Record<string, FieldState> {
  const fields = { ...state.fields };
  for (const [name, value] of Object.entries(values)) fields[name] = fieldAfter(fields[name], value, source, act);
  return fields;
}

/**
 * The same value again is a confirmation: the run goes on, with one more who set it. The first finding that is decided in favour of the
 * value makes that decision its origin, as `originOf` has it; one more confirms it. Another value begins a new run.
 */
function fieldAfter(
  before: FieldState | undefined,
  { c, v }: Envelope,
  source: Source,
  { id, revision, time, actor }: Pick<EvolvingRecordEvent, 'id' | 'revision' | 'time' | 'actor'>,
): FieldState {
  if (before?.c !== c) return { c, v, source, setBy: peopleOf(actor), since: revision, eventId: id, revision, time };
  const setBy = [...new Set([...before.setBy, ...peopleOf(actor)])];
  const { since } = before;
  if (source.kind === 'finding' && before.source.kind !== 'finding') return { c, v, source, setBy, since, eventId: id, revision, time };
  return setBy.length === before.setBy.length ? before : { ...before, setBy };
}

/** A correction that has set its value is done. */
function corrected(state: RecordState, { errorId }: Source): RecordState {
  return errorId === undefined ? state : withError(state, errorId, { status: 'corrected' });
}

function stated(state: RecordState, event: Of<'statement-recorded'>): RecordState {
  const { department, file, fileLine, asOf, values, took, merged } = event.data;
  const source: Source = { kind: 'roster', department, file, fileLine };
  const fields = fieldsWith(state, merged, source, event);
  for (const name of took) {
    const value = values[name];
    if (value !== undefined) fields[name] = fieldAfter(fields[name], value, source, event);
  }
  return { ...state, fields, statements: { ...state.statements, [department]: { file, fileLine, asOf, values } } };
}

function visitOf(state: RecordState, { id, actor, revision, data }: Of<'visit-recorded'>): Visit {
  const { method, purpose, date, checked } = data;
  const confirmed = Object.keys(checked).filter((field) => checked[field]?.outcome === 'confirmed');
  const checks = Object.fromEntries(
    Object.entries(checked).map(([field, { outcome, value }]): [string, VisitCheck] => [
      field,
      { outcome, stood: state.fields[field]?.c ?? null, ...(outcome === 'differs' && value && { found: value.c }) },
    ]),
  );
  return { eventId: id, method, purpose, date, by: actor, confirmed, revision, checks };
}

function submitted(line: LineState, { actor, time, data }: Of<'line-submitted'>): LineState {
  const { submission: number, definition, route, digest, dueAt } = data;
  const rest = without(without(line, 'returned'), 'completeByRule');
  const submission = { number, definition, route, digest, by: actor, time, ...(dueAt !== undefined && { dueAt }) };
  return { ...rest, submissions: number, submission, signOffs: [] };
}

function ruled(line: LineState, rule: string): LineState {
  return { ...without(without(line, 'returned'), 'submission'), signOffs: [], completeByRule: rule };
}

function signedOff(state: RecordState, { id, time, actor, revision, data }: Of<'line-signed-off'>): RecordState {
  const { line: name, level, submission: number, digest, bulk, inPlaceOf, dueAt } = data;
  const signOff = {
    level,
    submission: number,
    digest,
    by: actor,
    eventId: id,
    time,
    bulk,
    ...(inPlaceOf && { inPlaceOf: inPlaceOf.unit }),
  };
  if (number === 0) return { ...without(state, 'jointDueAt'), joint: signOff, jointSignedAt: revision };
  const after = withLine(state, name, ({ submission, ...line }) => ({
    ...without(line, 'returned'),
    ...(submission && { submission: { ...submission, signed: true } }),
    signedAt: revision,
    signOffs: [...line.signOffs, signOff],
  }));
  if (!isComplete(lineOf(after, name))) return withLine(after, name, (line) => dueBy(line, dueAt));
  const done = withLine(after, name, (line) => dueBy(line, undefined));
  return dueAt === undefined ? done : { ...done, jointDueAt: dueAt };
}

/** Sets the deadline of the level whose turn it is, or takes it away. */
function dueBy(line: LineState, dueAt: string | undefined): LineState {
  if (line.submission === undefined) return line;
  const submission = without(line.submission, 'dueAt');
  return { ...line, submission: dueAt === undefined ? submission : { ...submission, dueAt } };
}

function returned(line: LineState, { time, actor, data: { level, to, reasons, dueAt } }: Of<'line-returned'>): LineState {
  return { ...dueBy(line, dueAt), returned: { level, to, reasons, by: actor, time } };
}

function voided(state: RecordState, data: SignOffsVoided['data']): RecordState {
  const { line: name, levels, joint, submissionVoided, ruleVoided, cause } = data;
  const after = withLine(state, name, (line) => {
    // What has to go up again from its collectors cannot stay locked, whatever sent it back.
    const open = submissionVoided || ruleVoided ? without(line, 'locked') : line;
    const ruleless = ruleVoided ? without(open, 'completeByRule') : open;
    if (!submissionVoided) return { ...ruleless, signOffs: line.signOffs.filter(({ level }) => !levels.includes(level)) };
    // A return stands until the line is submitted again; anything else that ends a submission ends its return as well.
    const ended = { ...without(ruleless, 'submission'), signOffs: [] };
    return cause === 'returned' ? ended : without(ended, 'returned');
  });
  const waiting = without(after, 'jointDueAt');
  return joint ? without(without(waiting, 'joint'), 'approved') : waiting;
}

/** Approval locks every line that it covers. */
function approved(state: RecordState, { data, time, revision }: Of<'record-approved'>): RecordState {
  const locked = Object.keys(data.digests).reduce((after, name) => withLine(after, name, (line) => ({ ...line, locked: true })), state);
  return { ...locked, approved: { payable: data.payable, time, revision } };
}

function unlocked(state: RecordState, lines: readonly string[]): RecordState {
  return lines.reduce((after, name) => withLine(after, name, (line) => without(line, 'locked')), state);
}

function transferred(state: RecordState, event: Of<'record-transferred'>): RecordState {
  const { line, from, to, values } = event.data;
  const [field = ''] = Object.keys(values);
  const before = state.fields[field] ?? null;
  const after = unlocked(withValues(state, values, { kind: 'transfer' }, event), [line]);
  return withLine(after, line, (standingLine) => ({ ...without(standingLine, 'returned'), transfer: { from, to, before } }));
}

/** The unit field is again what it was before the transfer, not a new value of whoever disputed. */
function disputed(state: RecordState, { data: { line, values } }: Of<'transfer-disputed'>): RecordState {
  const before = lineOf(state, line).transfer?.before ?? undefined;
  const [field] = Object.keys(values);
  const fields = field === undefined || before === undefined ? state.fields : { ...state.fields, [field]: before };
  return withLine({ ...state, fields }, line, (standing) => without(standing, 'transfer'));
}

/** What nobody has reported is no error, whatever is said of it. */
function withError(state: RecordState, errorId: string, change: Partial<ReportedError>): RecordState {
  const error = state.errors[errorId];
  return error === undefined ? state : { ...state, errors: { ...state.errors, [errorId]: { ...error, ...change } } };
}

function withAppeal(state: RecordState, errorId: string, appellant: string, outcome: 'open' | 'upheld' | 'reversed'): RecordState {
  return withError(state, errorId, { appeals: { ...state.errors[errorId]?.appeals, [appellant]: outcome } });
}

function withDisagreement(state: RecordState, id: string, change: Partial<Disagreement>): RecordState {
  const found = state.disagreements[id];
  return found === undefined ? state : { ...state, disagreements: { ...state.disagreements, [id]: { ...found, ...change } } };
}

function disagreement({ actor, time, data }: Of<'disagreement-found'>): Disagreement {
  const { visit: _visit, ...found } = data;
  return { ...found, status: 'open', by: actor, time };
}

function reported(state: RecordState, { actor, data }: { actor: Actor; data: Of<'error-reported'>['data'] }): ReportedError {
  const { errorId, field, line, wrong, run = runOf(state, field) } = data;
  return { errorId, field, line, status: 'reported', wrong, run, by: actor };
}
