import type { Directory } from '#directory';
import { NOT_ENROLLED } from '#records';
import type { Tally } from './tally.js';

/** A part of a unit's students: those of a smaller unit, of `unassigned`, of `outside` or of a place outside the county, which has no name. */
export interface Part {
  readonly code: string;
  readonly name: string;
  readonly students: number;
}

/** Students of compulsory-education age and where they go to school. `students` is the sum of `bySchool` and `notEnrolled`. */
export interface CompulsoryAge {
  readonly students: number;
  readonly byCategory: Readonly<Record<string, number>>;
  /** Ordered by code; schools outside the county too, and `unassigned`: on a roll of a school that nobody knows yet. */
  readonly bySchool: readonly Part[];
  /** On no roll. */
  readonly notEnrolled: number;
}

export function compulsoryAge(tally: Tally, directory: Directory): CompulsoryAge {
  const { [NOT_ENROLLED]: notEnrolled = 0, ...schools } = tally.by('compulsory-school');
  const bySchool = partsOf(schools, directory);
  return {
    students: notEnrolled + bySchool.reduce((sum, { students }) => sum + students, 0),
    byCategory: tally.by('compulsory-category'),
    bySchool,
    notEnrolled,
  };
}

/** Students by a smaller unit, ordered by code. */
export function partsOf(students: Readonly<Record<string, number>>, directory: Directory): Part[] {
  return Object.entries(students)
    .map(([code, n]) => ({ code, name: directory.unit(code)?.name ?? '', students: n }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}
