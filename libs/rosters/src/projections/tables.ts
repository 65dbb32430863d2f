import type { Position } from '#kernel';
import type { FindingStatus } from '../model/finding.js';

export interface RosterFileRow {
  readonly cycle: string;
  readonly department: string;
  /** Revision in the department's stream. */
  readonly number: number;
  readonly file: string;
  readonly name: string;
  readonly as_of: string;
  readonly dated: string;
  readonly rows: number;
  readonly unread: number;
  readonly mapping: number;
  readonly position: Position;
}

export interface FindingTableRow {
  readonly finding_id: string;
  readonly cycle: string;
  readonly kind: string;
  readonly status: FindingStatus;
  readonly person: string | null;
  readonly fingerprint: string;
  /** `FindingContent` as JSON. */
  readonly content: string;
  /** `FindingDecided` with who decided and when, as JSON; null until then. */
  readonly decision: string | null;
  /** Whether what was decided stands in the records. */
  readonly applied: number;
  readonly revision: number;
  /** UTC time at which its cause was found, this time. */
  readonly since: string;
}

/** Somebody who decides an open finding. */
export interface FindingTurnRow {
  /** The line of an officer, or `approver`. */
  readonly decider: string;
  readonly since: string;
  readonly finding_id: string;
}

/** A claim of an ID number, by the keyed hash in its stream's name. */
export interface IdentityRow {
  readonly claim: string;
  readonly student_id: string;
}

/** A number that a student bore once, by the keyed hash in its claim's stream. */
export interface FormerIdentityRow {
  readonly claim: string;
  readonly student_id: string;
}

/** A number that was refused to a record because another student bears it; gone once the record gets another number. */
export interface ContestRow {
  readonly record_id: string;
  readonly claim: string;
  readonly cycle: string;
}

/** What reconciling needs to know of every record. */
export interface KnownRecordRow {
  readonly record_id: string;
  readonly student_id: string;
  readonly cycle: string;
  readonly closed: number;
  readonly name: string | null;
  readonly id_number: string | null;
  readonly region: string | null;
}

/** All tables of the projection `rosters`. */
export interface RostersTables {
  readonly roster_file: RosterFileRow;
  readonly finding: FindingTableRow;
  readonly finding_turn: FindingTurnRow;
  readonly identity: IdentityRow;
  readonly former_identity: FormerIdentityRow;
  readonly contest: ContestRow;
  readonly known_record: KnownRecordRow;
}
