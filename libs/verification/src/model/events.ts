import type { Envelope, Evolving, Proposed } from '#kernel';
import type { Attribution } from './responsibility.js';
import type { Post, Route } from './route.js';
import type { Source } from './state.js';

type Values = Readonly<Record<string, Envelope>>;

/** Why sign-offs ceased to count. */
export type VoidCause =
  'values-changed' | 'returned' | 'withdrawn' | 'correction' | 'reopening' | 'transfer' | 'definition-adopted' | 'appeal';

export type RecordOpened = Proposed<
  'record-opened',
  {
    recordId: string;
    recordType: string;
    subjectId: string;
    cycle: string;
    definition: number;
    reason?: string;
    carriedFrom?: { recordId: string; revision: number };
  }
>;
/** A person entered values (also: decided a finding, corrected, carried over). The same value again is a confirmation. */
export type DetailsRecorded = Proposed<'details-recorded', { section: string; line: string; values: Values; source: Source }>;
/** A source (a department's roster) stated values: `took` became the record's, `merged` are unions over all sources, the rest stays as a source. */
export type StatementRecorded = Proposed<
  'statement-recorded',
  { department: string; file: string; fileLine: number; asOf: string; values: Values; took: readonly string[]; merged: Values }
>;
export type VisitRecorded = Proposed<
  'visit-recorded',
  {
    method: string;
    purpose: string;
    /** YYYY-MM-DD. */
    date: string;
    peopleMet: readonly string[];
    checked: Readonly<Record<string, { outcome: 'confirmed' | 'differs'; value?: Envelope; note?: string }>>;
    note?: string;
  }
>;
export type LineSubmitted = Proposed<
  'line-submitted',
  { line: string; submission: number; definition: number; route: Route; digest: string; dueAt?: string }
>;
/** `dueAt`: when the joint sign-off is due, if this made the last line complete. */
export type LineCompletedByRule = Proposed<'line-completed-by-rule', { line: string; rule: string; definition: number; dueAt?: string }>;
export type LineSignedOff = Proposed<
  'line-signed-off',
  {
    line: string;
    level: string;
    /** The submission's number; for the joint sign-off 0. */
    submission: number;
    digest: string;
    definition: number;
    /** The post under which it was signed; another than the level's own: signed in place of it (代审). */
    post: Post;
    inPlaceOf?: Post;
    bulk: boolean;
    /** What the signer had opened of this submission, and for how long, in milliseconds. */
    viewed: { documents: readonly string[]; milliseconds: number };
    note?: string;
    /** When the next level is due. */
    dueAt?: string;
  }
>;
export type LineReturned = Proposed<
  'line-returned',
  {
    line: string;
    level: string;
    to: string;
    submission: number;
    definition: number;
    reasons: readonly { field: string; reason: string }[];
    inPlaceOf?: Post;
    note?: string;
    dueAt?: string;
  }
>;
/** Whoever submitted, or signed a level, takes that back (撤回) before anybody else has acted on it. What is void by it follows. */
export type LineWithdrawn = Proposed<
  'line-withdrawn',
  {
    line: string;
    /** The level whose sign-off it was; absent: the submission. */
    level?: string;
    submission: number;
    definition: number;
    reason: string;
    /** When the level that has its turn again is due. */
    dueAt?: string;
  }
>;
/** Says what no longer counts: sign-offs of these levels, the joint one, the whole submission, the completion by rule. */
export type SignOffsVoided = Proposed<
  'sign-offs-voided',
  {
    line: string;
    submission: number;
    levels: readonly string[];
    joint: boolean;
    submissionVoided: boolean;
    ruleVoided: boolean;
    cause: VoidCause;
  }
>;
export type RecordApproved = Proposed<
  'record-approved',
  { digests: Readonly<Record<string, string>>; digest: string; payable: boolean; definition: number }
>;
export type RecordRejected = Proposed<'record-rejected', { reason: string; definition: number }>;
export type RecordAppealed = Proposed<'record-appealed', { reason: string }>;
export type CorrectionOpened = Proposed<'correction-opened', { errorId: string; line: string; field: string }>;
export type RecordReopened = Proposed<'record-reopened', { lines: readonly string[]; reason: string }>;
export type RecordTransferred = Proposed<'record-transferred', { line: string; from: string; to: string; values: Values; reason?: string }>;
export type TransferAccepted = Proposed<'transfer-accepted', { line: string; unit: string }>;
/** `values` gives the line back to the unit it came from. */
export type TransferDisputed = Proposed<
  'transfer-disputed',
  { line: string; unit: string; backTo: string; reason: string; values: Values }
>;
export type RecordClosed = Proposed<'record-closed', { reason: string; note?: string; duplicateOf?: string }>;
export type DefinitionAdopted = Proposed<'definition-adopted', { from: number; to: number; reason: string }>;
/** A visit found another value than the record's, which nobody has signed: a finding (`visit-differs`), for a named person to decide. */
export type DisagreementFound = Proposed<
  'disagreement-found',
  {
    disagreementId: string;
    field: string;
    line: string;
    /** Commitment of the value that stands; null: there is none. */
    standing: string | null;
    /** Which of the visits it was, and its revision. */
    kind: string;
    visit: number;
    /** What the visitor found, if they say it. */
    found?: Envelope;
    note?: string;
  }
>;
/**
 * How it ended: `decided` by a named person, `signed` over (then it is an error), or `gone`, because the visitor, a source or the value itself
 * now says otherwise. (Before decisions had reasons, who entered a value had decided.)
 */
export type DisagreementSettled = Proposed<
  'disagreement-settled',
  { disagreementId: string; outcome: 'decided' | 'signed' | 'gone'; standing: string | null; reason?: string }
>;
export type ErrorReported = Proposed<
  'error-reported',
  {
    errorId: string;
    field: string;
    line: string;
    wrong: string | null;
    origin: string;
    right?: Envelope;
    note?: string;
    /** Revision with which the run began that held the wrong value; absent: the one that stood when it was reported. */
    run?: number;
  }
>;
export type ErrorConfirmed = Proposed<'error-confirmed', { errorId: string; outdated: boolean; wrongSince?: string; definition: number }>;
/** A confirmed error needs no correction: the value that it names had been changed already. */
export type ErrorClosed = Proposed<'error-closed', { errorId: string; reason: 'already-changed' }>;
export type ErrorDismissed = Proposed<'error-dismissed', { errorId: string; reason: string }>;
/** Who answers for the error, appended with its confirmation. */
export type ErrorAttributed = Proposed<'error-attributed', Attribution>;
/** Somebody who is to answer says that they should not. */
export type AttributionAppealed = Proposed<'attribution-appealed', { errorId: string; reason: string }>;
/** `reversed`: the appellant answers no longer; whoever else answers still does. */
export type AttributionAppealDecided = Proposed<
  'attribution-appeal-decided',
  { errorId: string; appellant: string; outcome: 'upheld' | 'reversed'; reason: string }
>;
/** The auditor has named who decides the error, where no officer was left, or the appeals against its attribution. */
export type DeciderNamed = Proposed<'decider-named', { errorId: string; matter: DecidedMatter; userId: string }>;
/** What a named officer decides. */
export type DecidedMatter = 'error' | 'appeal';

export type RecordEvent =
  | RecordOpened
  | DetailsRecorded
  | StatementRecorded
  | VisitRecorded
  | LineSubmitted
  | LineCompletedByRule
  | LineSignedOff
  | LineReturned
  | LineWithdrawn
  | SignOffsVoided
  | RecordApproved
  | RecordRejected
  | RecordAppealed
  | CorrectionOpened
  | RecordReopened
  | RecordTransferred
  | TransferAccepted
  | TransferDisputed
  | RecordClosed
  | DefinitionAdopted
  | DisagreementFound
  | DisagreementSettled
  | ErrorReported
  | ErrorConfirmed
  | ErrorClosed
  | ErrorDismissed
  | ErrorAttributed
  | AttributionAppealed
  | AttributionAppealDecided
  | DeciderNamed;

/** A record event with what `evolve` needs besides. */
export type EvolvingRecordEvent = Evolving<RecordEvent>;
