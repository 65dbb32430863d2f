import type { Actor, Json } from '#kernel';
import type { RecordState } from '#verification';

/** What is known of an error besides what stands in the record's state. */
export interface ErrorStory {
  readonly reportedAt: string;
  readonly decidedAt?: string;
  readonly origin: string;
  /** What would be right, as its reporter said. */
  readonly right?: Json;
  /** When who appealed against the attribution, in that order. */
  readonly appealedAt?: ReadonlyMap<string, string>;
  /** When the auditor named who hears the appeals. */
  readonly namedAt?: string;
}

/** A visitor found another value than the record has. */
export interface Difference {
  readonly field: string;
  readonly value: Json;
  readonly time: string;
  readonly by: Actor;
}

/** What happened to a record, as far as people decide by it: its state, and when what happened how often. */
export interface Story {
  readonly recordId: string;
  readonly cycle: string;
  /** By what its record's chance is thrown and by what records are ordered: the first ID number, never the record's own, random id. */
  readonly key: string;
  readonly openedAt: string;
  readonly openedBy: Actor;
  readonly openedWith: string;
  readonly state: RecordState;
  /** The state in which the run of the demo found it; absent for a record that it opened. */
  readonly begun?: RecordState;
  /** When something last happened on a line. */
  readonly touched: ReadonlyMap<string, string>;
  /** How often something happened, and when last; by event type, `type:line`, and `line-returned:level`. */
  readonly happened: ReadonlyMap<string, Happened>;
  /** Codes of what people tried on it in vain. */
  readonly refused: ReadonlySet<string>;
  /** Waits (`line|level|due`) that were escalated. */
  readonly escalated: ReadonlySet<string>;
  readonly differences: readonly Difference[];
  readonly errors: ReadonlyMap<string, ErrorStory>;
  /** Who ever set a field (`field:<name>`), or submitted or signed a line (`line:<name>`), or confirmed a field on a visit. */
  readonly hands: ReadonlyMap<string, ReadonlySet<string>>;
  /** Last year's record, if this one was opened from it. */
  readonly previous?: Story;
  /** Whether next year's record was opened from it. */
  readonly continued: boolean;
}

export interface Happened {
  readonly times: number;
  readonly last: string;
}

/** How often something happened to a record. */
export function times(story: Story, what: string): number {
  return story.happened.get(what)?.times ?? 0;
}

/** When it happened last. */
export function lastTime(story: Story, what: string): string | undefined {
  return story.happened.get(what)?.last;
}

/** A field's value in clear; null if it has none. */
export function valueOf(state: Pick<RecordState, 'fields'>, field: string): Json {
  return state.fields[field]?.v ?? null;
}

/** A field's value if it is a text with something in it. */
export function textOf(state: Pick<RecordState, 'fields'>, field: string): string | undefined {
  const value = valueOf(state, field);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Everybody who had a hand in a field of a line, also in years before: they do not judge whether its value is wrong. */
export function handsIn(story: Story, field: string, line: string): ReadonlySet<string> {
  const before = story.previous === undefined ? [] : handsIn(story.previous, field, line);
  return new Set([...(story.hands.get(`field:${field}`) ?? []), ...(story.hands.get(`line:${line}`) ?? []), ...before]);
}
