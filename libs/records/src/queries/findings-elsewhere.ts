import type { Reached } from '#projections';
import type { Staffing } from '#verification';

/** A finding of departments' rosters, for whoever decides it. It may be about nobody of whom there is a record. */
export interface WaitingRosterFinding {
  readonly kind: 'finding';
  /** The kind of finding. */
  readonly finding: string;
  readonly findingId: string;
  readonly name: string | null;
  readonly cycle: string;
  /** UTC time from which it waits. */
  readonly since: string;
  readonly dueAt: null;
  readonly overdue: false;
  /** The person for whom it is decided under a delegation (代办). */
  readonly onBehalfOf?: string;
}

/** Whose findings are asked for, when. */
export interface FindingsAsked {
  readonly userId: string;
  readonly staffing: Staffing;
  /** UTC. */
  readonly time: string;
}

/** Findings that another room keeps and decides. The rosters room offers them under {@link FINDINGS_ELSEWHERE}. */
export interface FindingsElsewhere extends Reached {
  /** Whether a person holds a post that decides any: whoever does not need not wait for them. */
  concern(asked: FindingsAsked): boolean;
  /** Those that wait for a person, in order after a key: what waits longest first. */
  waiting(
    asked: FindingsAsked,
    after: readonly [since: string, findingId: string] | undefined,
    limit: number,
  ): Promise<readonly WaitingRosterFinding[]>;
  /** How many wait for them, up to so many. */
  count(asked: FindingsAsked, most: number): Promise<number>;
}

/** Injection token of {@link FindingsElsewhere}. */
export const FINDINGS_ELSEWHERE = Symbol('FindingsElsewhere');
