import type { Envelope, Json } from '#kernel';
import type { Past } from '../attribution/past.js';
import type { DecidedMatter } from './events.js';
import type { RecordState, Source } from './state.js';
import type { RecordType } from './record-type.js';
import type { Staffing } from './staffing.js';

type Values = Readonly<Record<string, Envelope>>;

/** What comes in from outside with every command: time, people, rules. */
export interface World {
  /** UTC with milliseconds. */
  readonly now: string;
  readonly type: RecordType;
  readonly staffing: Staffing;
  /** The person who acts, from the authenticated session only. */
  readonly userId: string;
  /** What the record's state does not remember: given with what decides on errors, so that it is attributed. */
  readonly past?: Past;
}

export type OpenRecord = {
  kind: 'open';
  recordId: string;
  subjectId: string;
  cycle: string;
  /** Absent: the type's newest definition. */
  definition?: number;
  reason?: string;
  /** What is known of the subject already: values of one section, as if they were collected at once. */
  details?: { section: string; values: Values };
};
/** Opens the next cycle's record from this year's approved one. */
export type OpenNextCycle = { kind: 'open-next-cycle'; recordId: string; cycle: string; previous: RecordState };
export type Collect = { kind: 'collect'; section: string; values: Values; source?: Source };
/** What one source (a department's roster) states about a record. */
export type StatedValues = { department: string; file: string; fileLine: number; asOf: string; values: Values };
/** Sources state values; opens the record if there is none and `open` is given. Nothing new: no event. */
export type TakeStatements = {
  kind: 'take-statements';
  open?: { recordId: string; subjectId: string; cycle: string };
  statements: readonly StatedValues[];
  /** Puts a value that the engine computes (a union over sources) into an envelope under the subject's key. */
  seal(value: Json): Envelope;
};
/** A decided finding sets values; whoever decided it is the introducer. */
export type ApplyFinding = { kind: 'apply-finding'; findingId: string; section: string; values: Values };
export type RecordVisit = {
  kind: 'visit';
  method: string;
  purpose: string;
  date: string;
  peopleMet?: readonly string[];
  checked?: Readonly<Record<string, { outcome: 'confirmed' | 'differs'; value?: Envelope; note?: string }>>;
  note?: string;
};
export type SubmitLine = { kind: 'submit'; line: string };
export type SignOffLine = {
  kind: 'sign-off';
  /** A line, or `joint`. */
  line: string;
  level: string;
  digest: string;
  bulk?: boolean;
  viewed?: { documents: readonly string[]; milliseconds: number };
  note?: string;
};
export type ReturnLine = {
  kind: 'return';
  line: string;
  /** The level that returns it. */
  level: string;
  digest: string;
  /** A level below, or `collection`. */
  to: string;
  reasons: readonly { field: string; reason: string }[];
  note?: string;
};
/** Takes back one's own submission, or one's own sign-off at a level. */
export type WithdrawLine = { kind: 'withdraw'; line: string; level?: string; reason: string };
/** Decides what a visit found otherwise: for what was found, for another value, or for what stands. */
export type DecideDisagreement = {
  kind: 'decide-disagreement';
  disagreementId: string;
  asFound?: boolean;
  value?: Envelope;
  reason: string;
};
export type RejectRecord = { kind: 'reject'; digest: string; reason: string };
export type AppealRecord = { kind: 'appeal'; reason: string };
export type CorrectRecord = { kind: 'correct'; errorId: string; values: Values };
/** Says of a confirmed error that the value has been changed already. */
export type CloseError = { kind: 'close-error'; errorId: string };
export type ReopenRecord = { kind: 'reopen'; lines?: readonly string[]; reason: string };
export type TransferLine = { kind: 'transfer'; line: string; to: string; value: Envelope; reason?: string };
export type AcceptTransfer = { kind: 'accept-transfer'; line: string };
export type DisputeTransfer = { kind: 'dispute-transfer'; line: string; reason: string };
export type CloseRecord = { kind: 'close'; reason: string; note?: string; duplicateOf?: string };
export type AdoptDefinition = { kind: 'adopt-definition'; version: number; reason: string };
export type ReportError = {
  kind: 'report-error';
  errorId: string;
  field: string;
  origin: string;
  right?: Envelope;
  note?: string;
  /** Id of an event by which an earlier value was set, submitted or signed; absent: the value that stands. */
  event?: string;
};
export type ConfirmError = { kind: 'confirm-error'; errorId: string; outdated?: boolean; wrongSince?: string };
export type DismissError = { kind: 'dismiss-error'; errorId: string; reason: string };
export type AppealAttribution = { kind: 'appeal-attribution'; errorId: string; reason: string };
export type DecideAttributionAppeal = {
  kind: 'decide-attribution-appeal';
  errorId: string;
  appellant: string;
  outcome: 'upheld' | 'reversed';
  reason: string;
};
export type NameDecider = { kind: 'name-decider'; errorId: string; matter: DecidedMatter; userId: string };

export type RecordCommand =
  | OpenRecord
  | OpenNextCycle
  | Collect
  | TakeStatements
  | ApplyFinding
  | RecordVisit
  | SubmitLine
  | SignOffLine
  | ReturnLine
  | WithdrawLine
  | DecideDisagreement
  | RejectRecord
  | AppealRecord
  | CorrectRecord
  | CloseError
  | ReopenRecord
  | TransferLine
  | AcceptTransfer
  | DisputeTransfer
  | CloseRecord
  | AdoptDefinition
  | ReportError
  | ConfirmError
  | DismissError
  | AppealAttribution
  | DecideAttributionAppeal
  | NameDecider;
