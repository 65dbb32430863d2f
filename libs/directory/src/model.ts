import type { Staffing, Unit } from '#verification';

/** Levels of regions, from the top down: a region's parent is of an earlier level. */
export const REGION_LEVELS = ['province', 'prefecture', 'county', 'township', 'village'] as const;

export type RegionLevel = (typeof REGION_LEVELS)[number];

export const SCHOOL_KINDS = ['kindergarten', 'village', 'centre', 'junior', 'high', 'vocational'] as const;

export type SchoolKind = (typeof SCHOOL_KINDS)[number];

export interface Region {
  readonly code: string;
  readonly name: string;
  readonly level: RegionLevel;
  /** Code of the region above; empty if none is named. */
  readonly parent: string;
}

export interface School {
  readonly code: string;
  readonly name: string;
  readonly kind: SchoolKind;
  /** Code of the township that it lies in. */
  readonly township: string;
  readonly stage: string;
  /** Code of its centre school; empty if it has none. */
  readonly parent: string;
  /** Code of the village that it lies in; may be empty. */
  readonly village: string;
  readonly teachers: number;
}

/** The directory as of one position of the log: a pure snapshot. Lists are ordered by code. */
export interface Directory extends Staffing {
  region(code: string): Region | undefined;
  school(code: string): School | undefined;
  regions(): readonly Region[];
  schools(): readonly School[];
  /** Regions directly under one. */
  childrenOf(code: string): readonly Region[];
  unit(code: string): Unit | undefined;
  /** The county, if exactly one is known. */
  county(): Region | undefined;
  person(username: string): { readonly userId: string; readonly name: string } | undefined;
}

/** Gives the directory as the log has it now, or had it at a position. */
export interface DirectoryReader {
  /**
   * Never stale: everything that was appended before the call is in the answer.
   * @param options `orAsKnown`: of a question; while the log is away, as it was when it was last read
   */
  current(options?: { readonly orAsKnown?: boolean }): Promise<Directory>;
  /** With every event up to this position, inclusive. */
  asOf(position: string): Promise<Directory>;
}
