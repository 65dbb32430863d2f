import type { Department } from './department.js';

/** How the text of a cell is understood. */
export type Reading =
  | 'text'
  | 'name'
  | 'id-number'
  | 'id-in-certificate'
  | 'other-id-number'
  | 'identifier'
  | 'student-number'
  | 'certificate'
  | 'phone'
  | 'date'
  | 'sex'
  | 'yes-no'
  | 'stage'
  | 'grade'
  | 'category'
  | 'support-state'
  | 'attendance'
  | 'code-and-place'
  | 'region-code';

/** One column that a department's rosters have. */
export interface MappedColumn {
  /** The fact that it gives; see `Facts`. Several columns never give the same one. */
  readonly fact: string;
  /** Names that the column goes by in headers. */
  readonly headers: readonly string[];
  readonly reads: Reading;
  /** Without it a file is no roster of this department. */
  readonly needed?: true;
}

/**
 * How a department writes its rosters: data, so that a county's own wording is a longer list and no other program. Column order, title rows
 * above the header and further columns do not matter.
 */
export interface DepartmentMapping {
  readonly department: Department;
  readonly columns: readonly MappedColumn[];
  /** Words that stand for codes, by reading. */
  readonly words: Readonly<Partial<Record<Reading, Readonly<Record<string, string>>>>>;
  /** The category that every row states, if the roster is of one category. */
  readonly category?: string;
}

/** The code that a word stands for in a department's rosters; undefined: nobody has told. */
export function codeOf({ words }: DepartmentMapping, reading: Reading, word: string): string | undefined {
  const known = words[reading];
  return known !== undefined && Object.hasOwn(known, word) ? known[word] : undefined;
}
