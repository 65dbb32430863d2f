import { digestOf, type Envelope, type Json } from '#kernel';
import type {
  Collect,
  DecideDisagreement,
  RecordCommand,
  ReturnLine,
  SignOffLine,
  StatedValues,
  TakeStatements,
} from '../model/commands.js';
import type { Pending } from '../model/decision.js';
import { pending } from '../reading/pending.js';
import { History } from './history.js';
import { toolLoan } from './tool-loan.js';
import { FORGE, JOINERY, NORTH, yard } from './yard.js';

type Values = Readonly<Record<string, Json>>;

export const NOW = '2020-09-01T00:00:00.000Z';
export const LATER = '2020-09-02T00:00:00.000Z';
export { FORGE, JOINERY };

/** A value in an envelope; its commitment is a digest that anybody can make. */
export const sealed = (v: Json): Envelope => ({ c: digestOf(v), v });

export function sealedAll(values: Values): Record<string, Envelope> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, sealed(value)]));
}

export const open: RecordCommand = { kind: 'open', recordId: 'loan', subjectId: 'saw', cycle: '2020' };
export const collect = (section: string, values: Values): Collect => ({ kind: 'collect', section, values: sealedAll(values) });
export const submit = (line: string): RecordCommand => ({ kind: 'submit', line });
export const decideFinding = (section: string, values: Values, findingId = 'finding'): RecordCommand => {
  return { kind: 'apply-finding', findingId, section, values: sealedAll(values) };
};
export const report = (field: string, right?: Json, errorId = 'error'): RecordCommand => {
  return { kind: 'report-error', errorId, field, origin: 'audit', ...(right !== undefined && { right: sealed(right) }) };
};
export const confirm = (errorId = 'error', more: { outdated?: boolean; wrongSince?: string } = {}): RecordCommand => {
  return { kind: 'confirm-error', errorId, ...more };
};
export const correct = (values: Values, errorId = 'error'): RecordCommand => ({
  kind: 'correct',
  errorId,
  values: sealedAll(values),
});
export const closeError = (errorId = 'error'): RecordCommand => ({ kind: 'close-error', errorId });
export const withdraw = (line: string, level?: string): RecordCommand => {
  return { kind: 'withdraw', line, ...(level !== undefined && { level }), reason: 'too soon' };
};
/** Decides the finding that is open about a field. */
export const decideVisitFinding = ({ state: { disagreements } }: History, field: string, value?: Json): DecideDisagreement => {
  const open = Object.values(disagreements).find((one) => one.field === field && one.status === 'open');
  const disagreementId = open?.disagreementId ?? '';
  return { kind: 'decide-disagreement', disagreementId, reason: 'asked again', ...(value !== undefined && { value: sealed(value) }) };
};
export const reopen = (...lines: readonly string[]): RecordCommand => ({ kind: 'reopen', lines, reason: 'the world has changed' });
export const appeal: RecordCommand = { kind: 'appeal', reason: 'look again' };
export const transfer = (line: string, to: string): RecordCommand => ({ kind: 'transfer', line, to, value: sealed(to) });
export const accept = (line: string): RecordCommand => ({ kind: 'accept-transfer', line });
export const dispute = (line: string): RecordCommand => ({ kind: 'dispute-transfer', line, reason: 'not ours' });
export const close = (reason = 'given-back', duplicateOf?: string): RecordCommand => ({ kind: 'close', reason, duplicateOf });
export const adopt = (version: number): RecordCommand => ({ kind: 'adopt-definition', version, reason: 'new rules' });
export const visit: RecordCommand = { kind: 'visit', method: 'look', purpose: 'condition', date: '2020-09-01' };

/** What one source states, by default on the first line of a file of its own. */
export function statement(department: string, values: Values, more: Partial<StatedValues> = {}): StatedValues {
  return { department, file: `${department}.csv`, fileLine: 1, asOf: '2020-09-01', values: sealedAll(values), ...more };
}

/** Sources state values, and open the record if there is none. */
export function state(...statements: readonly StatedValues[]): TakeStatements {
  return { kind: 'take-statements', open: { recordId: 'loan', subjectId: 'saw', cycle: '2020' }, statements, seal: sealed };
}

/** What waits on a line; its digest is what its reviewers have before them. */
export function waitingOn(history: History, line: string): Pending {
  const { type, staffing } = history.setting;
  const found = pending(history.state, type, staffing).find((one) => one.line === line);
  if (found === undefined) throw new Error(`nothing waits on ${line}`);
  return found;
}

/** The sign-off that a line waits for. */
export function signOff(history: History, line: string, more: Partial<SignOffLine> = {}): SignOffLine {
  const { level, digest } = waitingOn(history, line);
  return { kind: 'sign-off', line, level, digest, ...more };
}

/** A return by the level that a line waits for; from the joint level, `by` is `joint`. */
export function giveBack(history: History, line: string, to: string, more: Partial<ReturnLine> & { by?: string } = {}): ReturnLine {
  const { by = line, ...rest } = more;
  const { level, digest } = waitingOn(history, by);
  const field = line === 'tool' ? 'worth' : 'use';
  return { kind: 'return', line, level, digest, to, reasons: [{ field, reason: 'look again' }], ...rest };
}

/** Each signs in turn what a line waits for. */
export function signed(history: History, line: string, ...people: readonly string[]): History {
  return people.reduce((after, person) => after.after(person, signOff(after, line, { note: 'seen' })), history);
}

/** Nothing has happened yet. */
export const nothing = new History({ type: toolLoan, staffing: yard, now: NOW });

export const opened = nothing.after('north-clerk', open);

/** Every value is there: a large tool, lent away. */
export const collected = opened
  .after('north-clerk', collect('tool', { depot: NORTH, worth: 'large', accessories: ['case'] }))
  .after('joinery-clerk', collect('borrower', { workshop: JOINERY, use: 'away' }));

export const submitted = collected.after('north-clerk', submit('tool')).after('joinery-clerk', submit('borrower'));

/** Both lines have every sign-off; the board's is awaited. */
export const complete = signed(signed(submitted, 'tool', 'north-checker', 'yard-checker'), 'borrower', 'joinery-checker');

export const approved = signed(complete, 'joint', 'chief');

/** The borrower's line needs nobody: the tool stays on the site. */
export const ruled = collected.after('joinery-clerk', collect('borrower', { use: 'on-site' })).after('joinery-clerk', submit('borrower'));

/** Approved, and a wrong worth is confirmed. */
export const found = approved.after('onlooker', report('worth', 'small')).after('insurer', confirm());

/** The board rejects what it has before it. */
export const reject = (history: History): RecordCommand => ({
  kind: 'reject',
  digest: waitingOn(history, 'joint').digest,
  reason: 'no need',
});

export const rejected = complete.after('chief', reject(complete));
