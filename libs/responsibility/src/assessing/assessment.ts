import type { Position } from '#kernel';
import type { AssessedUnit } from '#verification';

/** A unit's place in a month's assessment, beside that of the month before under the same rule. */
export interface RankedUnit extends AssessedUnit {
  /** Rate against last month; null if either month has none. */
  readonly change: number | null;
}

/** A month's assessment (考核评价): what is published as it stands. */
export interface Assessment {
  /** Such as 2020-09, in Asia/Shanghai. */
  readonly month: string;
  /** The month begins behind this position … */
  readonly from: Position;
  /** … and ends with this one: the last whose time falls in it; of a draft before that, the position of asking. */
  readonly position: Position;
  /** Version of the assessment rule. */
  readonly rule: number;
  /** SHA-256 over everything that was counted, see `inputs.ts`. */
  readonly inputs: string;
  /** Errors confirmed in the month as outdated: nobody's. */
  readonly outdated: number;
  /** In the order of the rule. */
  readonly levels: readonly AssessedList[];
}

/** The units of one level, ranked ones first. */
export interface AssessedList {
  readonly level: string;
  readonly units: readonly RankedUnit[];
}

/** A published month after attributions that it counted were reversed: shown beside it, counts nowhere else. */
export interface Restatement {
  /** Id of the event that published the month. */
  readonly published: string;
  /** Where the log says that an attribution was reversed. */
  readonly reversals: readonly Position[];
  readonly assessment: Assessment;
}
