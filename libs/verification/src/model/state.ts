import type { Actor, Envelope, Json } from '#kernel';
import type { DecidedMatter } from './events.js';
import type { Answerer } from './responsibility.js';
import type { Route } from './route.js';

/** Where a value came from. */
export interface Source {
  readonly kind: 'collected' | 'roster' | 'finding' | 'correction' | 'transfer' | 'carried';
  /** Department of a roster. */
  readonly department?: string;
  /** SHA-256 and line of a roster file. */
  readonly file?: string;
  readonly fileLine?: number;
  readonly findingId?: string;
  readonly errorId?: string;
  /** A visit, document or statement that a collector names. */
  readonly reference?: string;
}

/** The standing value of a field. */
export interface FieldState {
  readonly c: string;
  readonly v: Json;
  readonly source: Source;
  /** Everybody who set this very value in the unbroken run in which it stands, with those they stood in for. */
  readonly setBy: readonly string[];
  /** Revision of the event with which the unbroken run began in which it stands. */
  readonly since: number;
  /** The event that brought this value in. */
  readonly eventId: string;
  readonly revision: number;
  readonly time: string;
}

export interface SignOff {
  readonly level: string;
  readonly submission: number;
  readonly digest: string;
  readonly by: Actor;
  readonly eventId: string;
  readonly time: string;
  readonly inPlaceOf?: string;
  readonly bulk: boolean;
}

/** A frozen line: what sign-offs are for. */
export interface Submission {
  readonly number: number;
  readonly definition: number;
  readonly route: Route;
  readonly digest: string;
  readonly by: Actor;
  readonly time: string;
  /** Somebody has signed it, also if that does not count any more. */
  readonly signed?: true;
  /** UTC time by which the level whose turn it is should have signed; absent: no deadline. */
  readonly dueAt?: string;
}

export interface Return {
  readonly level: string;
  readonly to: string;
  readonly reasons: readonly { readonly field: string; readonly reason: string }[];
  readonly by: Actor;
  readonly time: string;
}

export interface PendingTransfer {
  readonly from: string;
  readonly to: string;
  /** What the line's unit field was before, to be again if the new unit disputes: whoever set it then still answers for it. */
  readonly before: FieldState | null;
}

export interface LineState {
  /** How many submissions there have been: the number of the last one. */
  readonly submissions: number;
  /** The submission that runs, if one does. */
  readonly submission?: Submission;
  /** Standing sign-offs of the running submission, in the order of the route. */
  readonly signOffs: readonly SignOff[];
  /** The rule by which the line is complete without levels. */
  readonly completeByRule?: string;
  /** The last return, until the line is submitted or signed again. */
  readonly returned?: Return;
  readonly transfer?: PendingTransfer;
  /** Revision of the last sign-off of any of its submissions, also if it does not count any more. */
  readonly signedAt?: number;
  /** Approval locks every line; a correction, reopening, appeal or transfer unlocks the line that it names. */
  readonly locked?: true;
}

/** What a source (a department's roster) has stated about this record. Losers stay here. */
export interface Statement {
  readonly file: string;
  readonly fileLine: number;
  /** Date of the statement, YYYY-MM-DD. */
  readonly asOf: string;
  readonly values: Readonly<Record<string, Envelope>>;
}

/** What a visitor found about a field, held against the value that stood then. Commitments; null: there was no value. */
export interface VisitCheck {
  readonly outcome: 'confirmed' | 'differs';
  readonly stood: string | null;
  /** What was found instead, if the visitor says it. */
  readonly found?: string;
}

export interface Visit {
  readonly eventId: string;
  readonly method: string;
  readonly purpose: string;
  readonly date: string;
  readonly by: Actor;
  /** Fields whose values the visitor confirmed. */
  readonly confirmed: readonly string[];
  readonly revision: number;
  /** By field. */
  readonly checks: Readonly<Record<string, VisitCheck>>;
}

/** A visit found another value than one that nobody has signed: a finding that a named person decides. */
export interface Disagreement {
  readonly disagreementId: string;
  readonly field: string;
  readonly line: string;
  readonly status: 'open' | 'decided' | 'signed' | 'gone';
  /** Commitment of the value that was contradicted; null: there was none. */
  readonly standing: string | null;
  /** Which of the visits brought it up, by whom, when. */
  readonly kind: string;
  readonly by: Actor;
  readonly time: string;
  /** What the visitor found, if they say it. */
  readonly found?: Envelope;
  readonly note?: string;
  /** Who made an end of it. */
  readonly settledBy?: Actor;
}

export interface ReportedError {
  readonly errorId: string;
  readonly field: string;
  readonly line: string;
  readonly status: 'reported' | 'confirmed' | 'outdated' | 'dismissed' | 'corrected';
  /** Commitment of the value that is said to be wrong; null: a missing value. */
  readonly wrong: string | null;
  /** Revision with which the unbroken run began in which the field held that value. */
  readonly run: number;
  /** Revision of its confirmation: runs that began later are none of it. */
  readonly decidedAt?: number;
  readonly wrongSince?: string;
  readonly by: Actor;
  /** Who confirmed or dismissed it. */
  readonly decidedBy?: Actor;
  /** Under which act each person who is to answer for it answers: of several, their first. */
  readonly answerers?: readonly Answerer[];
  /** By appellant: how their appeal against the attribution stands. */
  readonly appeals?: Readonly<Record<string, 'open' | 'upheld' | 'reversed'>>;
  /** Whom the auditor has named to decide it, and the appeals. */
  readonly deciders?: Readonly<Partial<Record<DecidedMatter, string>>>;
}

export type RecordStatus = 'collecting' | 'submitted' | 'in-review' | 'returned' | 'approved' | 'rejected' | 'closed';

/** A record as its events make it. */
export interface RecordState {
  /** Revision of the last event; -1: the record does not exist. */
  readonly revision: number;
  readonly recordId: string;
  readonly type: string;
  readonly subjectId: string;
  readonly cycle: string;
  readonly definition: number;
  readonly fields: Readonly<Record<string, FieldState>>;
  /** By kind: SHA-256 of what is stored. */
  readonly documents: Readonly<Record<string, string>>;
  readonly lines: Readonly<Record<string, LineState>>;
  readonly statements: Readonly<Record<string, Statement>>;
  readonly visits: readonly Visit[];
  readonly errors: Readonly<Record<string, ReportedError>>;
  readonly disagreements: Readonly<Record<string, Disagreement>>;
  readonly joint?: SignOff;
  /** Revision of the last joint sign-off, also if it does not count any more. */
  readonly jointSignedAt?: number;
  /** UTC time from which the joint sign-off is awaited and by when it is due. */
  readonly jointDueAt?: string;
  readonly approved?: { readonly payable: boolean; readonly time: string; readonly revision: number };
  readonly rejected?: { readonly reason: string; readonly time: string };
  readonly closed?: { readonly reason: string; readonly time: string };
  readonly carriedFrom?: { readonly recordId: string; readonly revision: number };
}
