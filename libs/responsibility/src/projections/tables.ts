import type { Position } from '#kernel';

/** Which units answer for a record's fields, as it was last, for folding on. */
export interface AnsweringRow {
  readonly record_id: string;
  readonly revision: number;
  /** An `Answering`, as JSON. It holds no values. */
  readonly state: string;
}

/** Fields of a record that a unit introduced or signed and that are in force from a position up to another (exclusive; null: now). */
export interface HeldRow {
  readonly unit: string;
  readonly record_id: string;
  /** The fields as a mask, see `field-masks.ts`. */
  readonly fields: string;
  readonly from_position: Position;
  readonly to_position: Position | null;
}

/** A confirmed error with its attribution. Booleans are 0 and 1. */
export interface AttributedRow {
  readonly error_id: string;
  readonly record_id: string;
  readonly field: string;
  readonly missing: number;
  readonly outdated: number;
  /** Of the attribution, which is appended with the confirmation. */
  readonly position: Position;
}

/** Everything that a ledger counts. */
export const DEED_KINDS = [
  'collected',
  'stated',
  'decided-finding',
  'visited',
  'submitted',
  'signed',
  'returned',
  'caught',
  'introduced',
  'passed',
  'refused',
] as const;

export type DeedKind = (typeof DEED_KINDS)[number];

/** Something that a person did, or has to answer for. */
export interface DeedRow {
  /** Where the log says so: of `caught`, the change that proves it; of `introduced` and `passed`, the attribution. */
  readonly position: Position;
  readonly kind: DeedKind;
  readonly user_id: string;
  /** The unit that answers: a department by its key. */
  readonly unit: string;
  /** The act itself; of `caught`, the return; of `introduced` and `passed`, the act that is answered for. */
  readonly event_id: string;
  readonly record_id: string;
  /** UTC time at which the log says so. */
  readonly time: string;
  /** Empty unless it is about one field. */
  readonly field: string;
  /** Of what is answered for an error. */
  readonly error_id: string | null;
  readonly bulk: number;
  /** A sign-off whose signer had opened neither the submission nor a document. */
  readonly unopened: number;
  /** From where on it no longer counts, because the attribution was reversed. */
  readonly reversed_position: Position | null;
}

/** All tables of the projection `responsibility`. */
export interface ResponsibilityTables {
  readonly answering: AnsweringRow;
  readonly held: HeldRow;
  readonly attributed: AttributedRow;
  readonly deed: DeedRow;
}
