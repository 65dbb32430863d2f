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
  /** What folding on needs of the state (`standing-state.ts`), as JSON. */
  readonly state: string;
  /** The `seq` of the list row that is true now. */
  readonly list_row: number;
  /** What waits in it besides levels to sign, each with the time since when (`work-rows.ts`), as JSON. */
  readonly waits: string;
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
  /** The village, or empty without one: what lists are ordered by, so that a township's records stand together. */
  readonly place: string;
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
  /** JSON array: of each level that waits for a sign-off, the {@link WaitingGroupRow} of who may give it. */
  readonly waiting: string;
  readonly visits: number;
  /** Errors that are reported or confirmed and not corrected. */
  readonly errors: number;
}

/** The place of a list row in the order in which rows began, from 1 without a gap. */
export interface Sequenced {
  readonly seq: number;
}

/** A category or the stage of a record, for listing by index what is rare in a county. */
export interface FacetRow {
  readonly record_id: string;
  readonly cycle: string;
  /** `category:<code>` or `stage:<code>`. */
  readonly facet: string;
  readonly place: string;
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
  /** Who may sign it: a {@link WaitingGroupRow}. */
  readonly waiting_group: string;
}

/** From which posts levels can be signed. */
export interface WaitingPostsRow {
  /** From the contents, so it is the same in every home. */
  readonly id: string;
  /** JSON array of posts, in order: the level's own, then those who sign in place of it. Unit `''` is the unit at the top. */
  readonly posts: string;
}

/** From which posts a level can be signed and who may not do it: many levels share it, and it never changes. */
export interface WaitingGroupRow {
  /** From the contents; {@link waitingPostsOf} of it are its posts. */
  readonly id: string;
  /** A {@link WaitingPostsRow}. */
  readonly waiting_posts: string;
  /** JSON array of the user ids that may not sign it. */
  readonly barred: string;
}

/** A group in which somebody may not sign, for finding all of somebody's. */
export interface WaitingBarredRow {
  readonly person: string;
  /** Of the group: a {@link WaitingPostsRow}. */
  readonly waiting_posts: string;
  readonly waiting_group: string;
}

/** One of the posts that a level which waits now can be signed from, for finding what waits for somebody. Inboxes are of now only. */
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
  /** All posts that it can be signed from: a {@link WaitingPostsRow}. */
  readonly waiting_posts: string;
}

/** Somebody whom something waits for in a record, besides levels to sign. Inboxes are of now only. */
export interface WorkRow {
  /** A post, as `keyOfPost` has it, or a person who was named (`work-rows.ts`). */
  readonly holder: string;
  /** UTC time from which it waits. */
  readonly since: string;
  readonly record_id: string;
  /** The kind of work; with `:name`, to name who does it, if nobody can. */
  readonly task: string;
  /** What it is about: a line, an error, a finding; of an appeal also whose it is. */
  readonly item: string;
}

/** Somebody who may not do what waits, as far as the record's state says so. */
export interface WorkBarredRow {
  readonly person: string;
  readonly record_id: string;
  readonly task: string;
  readonly item: string;
}

/** A unit that something which waits depends on. */
export interface WorkUnitRow {
  readonly code: string;
  readonly record_id: string;
}

/** A unit of the directory: its `Unit`, as JSON. */
export interface KnownUnitRow {
  readonly code: string;
  readonly unit: string;
}

/** What a record is searched by, as it is now: a row for each reading of its name. */
export interface SearchRow {
  readonly record_id: string;
  /** From 0, the most likely first. */
  readonly reading: number;
  /** As names are compared (`search-terms.ts`); of the first reading only, so that each name stands here once. */
  readonly name: string | null;
  /** Syllables without tones and spaces. */
  readonly pinyin: string;
  /** First letter of each syllable; null if an earlier reading has the same. */
  readonly initials: string | null;
}

/** One number of a unit with its present total. */
export interface CounterRow {
  readonly id: number;
  /** Code of a township, or {@link COUNTY}. */
  readonly unit: string;
  readonly cycle: string;
  /** See `measures.ts`. */
  readonly measure: string;
  readonly total: number;
}

/** A counter's running total from a position on: that of the last event of the stretch of the log that changed it. */
export interface CounterChangeRow {
  readonly counter: number;
  readonly position: Position;
  readonly total: number;
}

/** The stretches of the log that changed list rows: where each ended, and the rows that began in it. Totals are exact at these positions. */
export interface CountBatchRow {
  readonly position: Position;
  readonly first_row: number;
  readonly last_row: number;
}

/** All tables of the projection `records`. */
export interface RecordsTables {
  readonly record_state: StateRow;
  readonly record_list: ListRow & Span & Sequenced;
  readonly record_facet: FacetRow & Span;
  readonly record_search: SearchRow;
  readonly inbox: InboxRow & Span;
  readonly inbox_post: InboxPostRow;
  readonly waiting_posts: WaitingPostsRow;
  readonly waiting_group: WaitingGroupRow;
  readonly waiting_barred: WaitingBarredRow;
  readonly work: WorkRow;
  readonly work_barred: WorkBarredRow;
  readonly work_unit: WorkUnitRow;
  readonly work_known_unit: KnownUnitRow;
  readonly counter: CounterRow;
  readonly counter_change: CounterChangeRow;
  readonly count_batch: CountBatchRow;
}

/** Sorts after every deadline. */
export const NEVER = '9999-12-31T23:59:59.999Z';

/** The unit of posts at the top of the directory, which a projection does not know. */
export const TOP_UNIT = '';

/** Between the two parts of a group's id: its posts and who is barred. */
export const OF_GROUP = '.';

/** The id of the posts of a waiting group. */
export function waitingPostsOf(group: string): string {
  return group.slice(0, group.indexOf(OF_GROUP));
}

/** The unit under which the whole county is counted. */
export const COUNTY = '';
