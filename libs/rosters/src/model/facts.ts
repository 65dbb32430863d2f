import type { Department } from './department.js';

/**
 * What a roster's row says, in the product's terms, before places and schools are looked up in the directory: the same row says the same
 * whatever the directory knows. Texts are normalised; what the row does not say is absent.
 */
export interface Facts {
  readonly name?: string;
  readonly sex?: 'male' | 'female';
  /** YYYY-MM-DD. */
  readonly birthDate?: string;
  readonly ethnicity?: string;
  readonly township?: string;
  readonly village?: string;
  /** 村民小组. */
  readonly group?: string;
  /** 户籍地址, as a whole. */
  readonly address?: string;
  /** Six digits of the county in which the household is registered. */
  readonly registeredCode?: string;
  readonly householdNumber?: string;
  readonly headName?: string;
  readonly headIdNumber?: string;
  readonly guardian?: string;
  readonly guardianPhone?: string;
  /** Code of a category (类型). */
  readonly category?: string;
  /** The support that the row names is not running any more (状态 other than 在享). */
  readonly ended?: true;
  readonly cause?: string;
  readonly certificateNumber?: string;
  /** The row says that the person goes to no school (非在校生). */
  readonly noStudent?: true;
  readonly schoolCode?: string;
  readonly schoolName?: string;
  readonly stage?: string;
  /** 1 to 12 through all stages. */
  readonly grade?: number;
  readonly class?: string;
  readonly studentNumber?: string;
  readonly boarding?: boolean;
}

/**
 * Why a row's ID number cannot be trusted: its digits do not pass, or its cell held a number, so that they may have been lost whatever they
 * look like.
 */
export type Distrust = 'bad-checksum' | 'number-cell';

/** A row as it was read. */
export interface RosterRow {
  readonly department: Department;
  /** SHA-256 of the file. */
  readonly file: string;
  /** Line in the file, as its own program numbers it; the first is 1. */
  readonly line: number;
  /** As it was read, normalised; see {@link Distrust}. */
  readonly idNumber: string;
  readonly distrust?: Distrust;
  /** What normalising changed, as codes. */
  readonly notes: readonly string[];
  readonly facts: Facts;
}

/** What could not be read of a row. */
export interface ReadProblem {
  readonly line: number;
  /** Name of the column as the file's header has it; absent: the row as a whole. */
  readonly column?: string;
  /** What stands there; cut if it is long. */
  readonly value?: string;
  /** A code of the message catalogue. */
  readonly reason: string;
  /** The whole row was left out; otherwise only this value. */
  readonly wholeRow: boolean;
}
