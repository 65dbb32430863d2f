import type { Dated, Values } from './outcome.js';
import type { AnyOf } from './people.js';

/** A row that a finding must rest on; what is absent is free. */
export interface Place {
  readonly file?: string;
  readonly line: number;
  readonly column?: string;
  readonly value?: string;
}

/** A finding that there must be. */
export interface Told {
  /** Its kind, or the code of its reason; `reported` and `held`: whatever fits best. */
  readonly as: string;
  readonly at: readonly Place[];
}

/** Values of which some may be one thing or another. */
export type RightValues = Readonly<Record<string, Values[string] | AnyOf>>;

/** Exactly these records with exactly these values, and exactly these findings. */
export interface Right {
  /** In any order. */
  readonly records: readonly RightValues[];
  /** Absent: none. */
  readonly findings?: readonly Told[];
}

/** What a refusal must name, in each language; its code, where one is promised. */
export interface Refused {
  readonly code?: string;
  readonly zh: readonly RegExp[];
  readonly en: readonly RegExp[];
}

/** Files that are imported together into a county of their own, and what is right then. */
export interface Case {
  /** Of the 46 kinds. */
  readonly kind: number;
  readonly files: readonly string[];
  /** In words. */
  readonly is: string;
  /** Absent: the import must be refused. */
  readonly right?: Right;
  /** What is right as well. */
  readonly or?: readonly Right[];
  /** How the import is refused; beside `right`: it may be. */
  readonly refused?: Refused;
  /** The roster's day; `dated` where it is promised. */
  readonly day?: Pick<Dated, 'asOf'> & Partial<Dated>;
  /** The line that each person stands on, by ID number. */
  readonly lines?: Readonly<Record<string, number>>;
  /** What the reason of each reported cell says, in each language. */
  readonly reason?: Pick<Refused, 'zh' | 'en'>;
  /** A document of `real-files` that the administrator takes before. */
  readonly mapping?: string;
}

/** Cells of a line that were not taken, a finding each; without columns the row. */
export function reported(file: string, line: number, ...columns: readonly string[]): readonly Told[] {
  if (columns.length === 0) return [{ as: 'reported', at: [{ file, line }] }];
  return columns.map((column) => ({ as: 'reported', at: [{ file, line, column }] }));
}

/** Cells of one column that were not taken, a finding each. */
export function reportedAt(file: string, column: string, ...lines: readonly number[]): readonly Told[] {
  return lines.flatMap((line) => reported(file, line, column));
}

/** Rows whose number is not trusted. */
export function held(file: string, ...lines: readonly number[]): readonly Told[] {
  return lines.map((line) => ({ as: 'held', at: [{ file, line }] }));
}

/** One finding of a kind, or with a reason, at one place. */
export function found(as: string, file: string, line: number, column?: string, value?: string): Told {
  return { as, at: [{ file, line, column, value }] };
}

/** One finding that rests on several lines of a file. */
export function foundTogether(as: string, file: string | undefined, ...lines: readonly number[]): Told {
  return { as, at: lines.map((line) => ({ file, line })) };
}

/** A refusal whose text, in Chinese and in English, names all of these. */
export function naming(...parts: readonly (string | RegExp)[]): Refused {
  const patterns = parts.map((part) => (part instanceof RegExp ? part : new RegExp(`(?<![A-Za-z])${part}(?![A-Za-z])`, 'u')));
  return { zh: patterns, en: patterns };
}

/** One case of each file with the same outcome. */
export function each(files: readonly string[], same: Omit<Case, 'files'>): readonly Case[] {
  return files.map((file) => ({ ...same, files: [file] }));
}
