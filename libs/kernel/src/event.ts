import type { Json } from './canonical-json.js';

/**
 * Who acted, as of the act: the person, the appointment they acted under and its unit's name then. Stored with every event, so that
 * the history never has to ask what somebody was at the time.
 */
export interface Actor {
  readonly userId: string;
  readonly name: string;
  readonly role: string;
  readonly unit: string;
  readonly unitName: string;
  readonly line: string;
  /** The person this one stood in for under a delegation (代办). */
  readonly onBehalfOf?: string;
}

/** A position in the whole log: opaque, sorts as text; nobody outside an adapter does arithmetic with it. */
export type Position = string;

/** An event's place in its stream, from 0. `-1` is the revision of a stream that does not exist. */
export type Revision = number;

/** An event as a decision proposes it. */
export interface Proposed<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
}

/** An event as the log answers it: current shape (upcast), with its place, time and actor. */
export interface Recorded<Type extends string = string, Data = unknown> {
  readonly position: Position;
  readonly id: string;
  readonly type: Type;
  readonly version: number;
  readonly stream: string;
  readonly revision: Revision;
  /** UTC with milliseconds, ISO 8601. */
  readonly time: string;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly causationId: string;
  readonly commandId: string;
  /** SHA-256 of the command's body: the same commandId with another body is another command. */
  readonly commandHash: string;
  readonly data: Data;
}

/** What `evolve` needs of an event; specs give it without building a whole {@link Recorded}. */
export type Evolving<E extends Proposed = Proposed> = E extends Proposed ? E & Pick<Recorded, 'id' | 'time' | 'actor' | 'revision'> : never;

/** A value inside an event: its commitment (HMAC-SHA-256 under the subject's own key over the canonical value) and the value itself. */
export interface Envelope<V extends Json = Json> {
  readonly c: string;
  readonly v: V;
}
