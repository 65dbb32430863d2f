import type { Staffing, Unit } from '#verification';

export interface Region {
  readonly code: string;
  readonly name: string;
  readonly level: 'province' | 'prefecture' | 'county' | 'township' | 'village';
  readonly parent: string;
}

export interface School {
  readonly code: string;
  readonly name: string;
  readonly kind: 'kindergarten' | 'village' | 'centre' | 'junior' | 'high' | 'vocational';
  /** Code of the township that it lies in. */
  readonly township: string;
  readonly stage: string;
  /** Code of its centre school; empty if it has none. */
  readonly parent: string;
  /** Code of the village that it lies in; may be empty. */
  readonly village: string;
  readonly teachers: number;
}

/** The directory as of one position of the log: a pure snapshot. */
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
  current(): Promise<Directory>;
  asOf(position: string): Promise<Directory>;
}
