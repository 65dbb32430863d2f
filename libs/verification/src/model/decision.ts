import type { Actor } from '#kernel';
import type { RecordEvent } from './events.js';

/** What `decide` answers: the events, and the appointment under which the person acted, frozen as an actor. No events: nothing was new. */
export interface Decision {
  readonly actor: Actor;
  readonly events: readonly RecordEvent[];
  /** Of a report: the error that it is about, also if that was known already. */
  readonly errorId?: string;
}

/** A level that waits for somebody. */
export interface Pending {
  /** A line, or `joint`. */
  readonly line: string;
  readonly level: string;
  /** In order: the level's own post, then those who sign in place of it. */
  readonly posts: readonly { readonly role: string; readonly unit: string; readonly line: string }[];
  readonly digest: string;
  readonly dueAt?: string;
  /** User ids that may not sign it, because of what they did on this record. */
  readonly barred: readonly string[];
}
