import type { Position } from '#kernel';

/** From where to where in the log a row is true: `from_position` inclusive, `to_position` exclusive; null: it is true now. */
export interface Span {
  readonly from_position: Position;
  readonly to_position: Position | null;
}

/** A record as it was last, for folding on. */
export interface StateRow {
  readonly record_id: string;
  readonly revision: number;
  /** {@link RecordState} as JSON. */
  readonly state: string;
}

/**
 * What lists and counts show of a record. Booleans are 0 and 1, lists and objects are JSON text, so that every database keeps them alike.
 */
export interface ListRow {
  readonly record_id: string;
  readonly student_id: string;
  readonly cycle: string;
  readonly name: string | null;
  readonly id_number: string | null;
  readonly sex: string | null;
  readonly birth_date: string | null;
  /** Code of the village in the county. */
  readonly village: string | null;
  /** The first nine digits of the village's code: 6 county, 9 township, 12 village (GB/T 2260 and the statistics bureau's codes below it). */
  readonly township: string | null;
  /** Code of the school in the county. */
  readonly school: string | null;
  readonly stage: string | null;
  readonly grade: number | null;
  readonly boarding: number | null;
  /** JSON array of codes. */
  readonly categories: string;
  readonly status: string;
  /** JSON object: state by line. */
  readonly lines: string;
  /** Of compulsory-education age on 1 September of the cycle. */
  readonly compulsory: number;
  /** Where the household is registered, if outside the county. */
  readonly registered_outside: string | null;
  /** Where the student is enrolled, if outside the county. */
  readonly enrolled_outside: string | null;
  /** On the roll of a school, known or not, here or elsewhere. */
  readonly on_roll: number;
  /** Nobody can say yet to which village or school the record belongs. */
  readonly unassigned: number;
  /** Null until the record is approved. */
  readonly payable: number | null;
  /** The earliest running deadline, UTC. */
  readonly due_at: string | null;
  readonly visits: number;
  /** Errors that are reported or confirmed and not corrected. */
  readonly errors: number;
}

/** One category of a record, for filtering by index. */
export interface CategoryRow {
  readonly record_id: string;
  readonly category: string;
}

/** A level that waits for a sign-off. */
export interface InboxRow {
  readonly record_id: string;
  /** A line, or `joint`. */
  readonly line: string;
  readonly level: string;
  readonly cycle: string;
  readonly name: string | null;
  /** The submission's number; 0 for the joint sign-off. */
  readonly submission: number;
  readonly digest: string;
  /** UTC time from which it waits. */
  readonly since: string;
  readonly due_at: string | null;
  /** JSON array of posts, in order: the level's own, then those who sign in place of it. Unit `''` is the unit at the top. */
  readonly posts: string;
  /** JSON array of the user ids that may not sign it. */
  readonly barred: string;
}

/** One of the posts that a waiting level can be signed from, for finding what waits for somebody. */
export interface InboxPostRow {
  readonly record_id: string;
  readonly line: string;
  readonly level: string;
  /** 0: the level's own post; above: in place of it. */
  readonly rank: number;
  readonly role: string;
  readonly unit: string;
  readonly post_line: string;
  /** The deadline; far in the future if there is none, so that it sorts last. */
  readonly due: string;
}

/** All tables of the projection `records`. */
export interface RecordsTables {
  readonly record_state: StateRow;
  readonly record_list: ListRow & Span;
  readonly record_category: CategoryRow & Span;
  readonly inbox: InboxRow & Span;
  readonly inbox_post: InboxPostRow & Span;
}

/** Sorts after every deadline. */
export const NEVER = '9999-12-31T23:59:59.999Z';

/** The unit of posts at the top of the directory, which a projection does not know. */
export const TOP_UNIT = '';
