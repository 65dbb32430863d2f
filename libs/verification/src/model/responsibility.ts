import type { Actor } from '#kernel';
import type { Post } from './route.js';
import type { Source } from './state.js';
import type { Staffing, Unit } from './staffing.js';

/** Who answers: a person under the appointment in force at their act. Names stand in the metadata of the events that are referred to. */
export type Answerer = Pick<Actor, 'userId' | 'role' | 'unit' | 'line' | 'onBehalfOf'>;

/** An act that somebody answers for, with the event that proves it. */
export interface AnsweredAct {
  readonly by: Answerer;
  readonly eventId: string;
  /** UTC. */
  readonly time: string;
}

/** Who brought a wrong value in. */
export interface Introduction extends AnsweredAct {
  /** How it came in; `missing`: somebody submitted without a value. */
  readonly how: Source['kind'] | 'missing';
  /** The department whose roster it stood in. */
  readonly department?: string;
  /** The earlier cycle's record in which it was brought in, if it was carried over. */
  readonly recordId?: string;
}

/** Who let a wrong value through: by submitting (level `collection`) or by a sign-off. */
export interface Passing extends AnsweredAct {
  /** The line that was submitted or signed, or `joint`. */
  readonly line: string;
  readonly level: string;
  /** The submission's number; for the joint sign-off 0. */
  readonly submission: number;
  /** Whether it had ceased to count when the error was confirmed. */
  readonly voided: boolean;
}

/** Who returned a line naming the field, after which it was changed. */
export interface Catch extends AnsweredAct {
  readonly level: string;
}

/**
 * Who answers for a confirmed error (product.md, "Errors and responsibility"), worked out from the history alone. Anyone can work it out
 * again; both must agree.
 */
export interface Attribution {
  readonly errorId: string;
  readonly field: string;
  readonly line: string;
  /** Commitment of the wrong value; null: there was none. */
  readonly wrong: string | null;
  /** A required value was missing. */
  readonly missing: boolean;
  /** The value was right and became outdated: nobody answers. */
  readonly outdated: boolean;
  /** Version of the rule that it was worked out by. */
  readonly rule: number;
  /** Absent: nobody brought it in who has to answer. */
  readonly introducer?: Introduction;
  /** In the order of their acts, each person once. */
  readonly signers: readonly Passing[];
  readonly caught: readonly Catch[];
  /** Ids of all events that it rests on, in order. */
  readonly evidence: readonly string[];
}

/** One list of a monthly assessment: units of one kind. */
export interface AssessedLevel {
  readonly level: string;
  /** Sections that count for these units are those of these lines; absent: all. */
  readonly lines?: readonly string[];
}

/** The rules of one version of the monthly assessment (考核评价). A version that has been used is never changed. */
export interface AssessmentRule {
  readonly version: number;
  readonly levels: readonly AssessedLevel[];
  /** By section; one that is not named weighs 1. Whole numbers, so that equal rates are equal. */
  readonly weights: Readonly<Record<string, number>>;
  /** From how many values on a unit is ranked. */
  readonly minimum: number;
  /** Standard score of the confidence interval: 1.96 for 95 %. */
  readonly z: number;
  /** Weighted rates of ranked units: up to `commend` 通报表扬, from `warn` 提醒, from `criticise` 通报批评. */
  readonly thresholds: { readonly commend: number; readonly warn: number; readonly criticise: number };
}

/** What a record type says about who answers and how units are assessed. */
export interface ResponsibilityRules {
  /** The unit that answers for what somebody did under a post: its key; undefined: a unit that is never assessed. */
  unitOf(post: Post): string | undefined;
  /** The list that a unit of the directory stands in; undefined: none. */
  levelOf(unit: Unit): string | undefined;
  /** Units that are none of the directory's (departments): key by level. */
  readonly others: readonly { readonly level: string; readonly unit: string }[];
  /** Who publishes a month's assessment. */
  publishers(staffing: Staffing): readonly Post[];
  /**
   * Who sees the ledgers of a unit, by its key, and of those who act for it, besides each their own. Without a unit: who sees all of them,
   * months that have not been published, and every attribution worked out anew.
   */
  supervisors(staffing: Staffing, unit?: string): readonly Post[];
  readonly assessments: readonly AssessmentRule[];
}
