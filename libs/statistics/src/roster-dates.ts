import type { Position } from '#kernel';
import type { Reached } from '#projections';

/** A department with the date of the last roster that it handed over, YYYY-MM-DD. */
export interface RosterDate {
  readonly department: string;
  readonly asOf: string;
}

/** Tells how fresh each department's facts are, from a view of its own. The rosters room offers it under {@link ROSTER_DATES}. */
export interface RosterDates extends Reached {
  /** The last roster of each department for a cycle that had been imported at a position. */
  lastDates(cycle: string, position: Position): Promise<readonly RosterDate[]>;
}

/** Injection token of {@link RosterDates}. */
export const ROSTER_DATES = Symbol('RosterDates');
