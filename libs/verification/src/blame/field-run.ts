import type { Actor, Envelope } from '#kernel';
import type { VoidCause } from '../model/events.js';
import type { Source } from '../model/state.js';

/** An event, as far as it says who did something when. */
export interface Act {
  readonly eventId: string;
  readonly revision: number;
  /** UTC. */
  readonly time: string;
  /** Name, role and unit as of the act. */
  readonly by: Actor;
}

/** Somebody gave the field this very value. The first brought it in, later ones confirmed it by entering it again. */
export interface Setting extends Act {
  readonly source: Source;
}

/** Somebody found the value right without setting it: on a visit, or a department whose roster says the same. */
export interface Confirmation extends Act {
  readonly kind: 'visit' | 'statement';
  readonly department?: string;
}

/** That something ceased to count. */
export interface Voided {
  readonly eventId: string;
  readonly cause: VoidCause;
}

/** A submission that froze the value. */
export interface CoveringSubmission extends Act {
  readonly line: string;
  readonly submission: number;
  readonly digest: string;
  readonly voided?: Voided;
}

/** A sign-off that named the digest of a submission holding exactly this value. Its event's id is the decision's id. */
export interface CoveringSignOff extends CoveringSubmission {
  readonly level: string;
  /** The unit whose level it was, if it was signed in place of it (代审). */
  readonly inPlaceOf?: string;
  readonly bulk: boolean;
}

/** A return that named the field while it held the value. */
export interface NamingReturn extends Act {
  readonly level: string;
  readonly reason: string;
  /** The event that then changed the value: it was caught. */
  readonly changedBy?: string;
}

/** An unbroken run in which a field held one value. */
export interface FieldRun {
  /** Null: no value had ever been there. A value that was taken away is an envelope with null in it. */
  readonly value: Envelope | null;
  /** Empty: nothing had been set yet. */
  readonly settings: readonly Setting[];
  readonly confirmations: readonly Confirmation[];
  readonly submissions: readonly CoveringSubmission[];
  readonly signOffs: readonly CoveringSignOff[];
  readonly returns: readonly NamingReturn[];
  /** The revision with which it began. */
  readonly since: number;
  /** The act that ended it; absent: it stands. */
  readonly until?: Act;
}

/** Everything that happened to one field, run by run, the standing one last. */
export interface FieldHistory {
  readonly field: string;
  readonly section: string;
  readonly line: string;
  readonly runs: readonly FieldRun[];
  readonly standing: FieldRun;
}

/** Whether a run had no value: nothing was there, or it had been taken away. */
export function isEmpty({ value }: Pick<FieldRun, 'value'>): boolean {
  return value === null || value.v === null;
}

/**
 * The setting that brought the value in: the earliest, unless a finding was decided in favour of the value; then that decision
 * (product.md, "Errors and responsibility").
 */
export function originOf(settings: readonly Setting[]): Setting | undefined {
  return settings.find(({ source }) => source.kind === 'finding') ?? settings[0];
}
