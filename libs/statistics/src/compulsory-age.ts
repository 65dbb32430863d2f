import type { Directory } from '#directory';

/** The code under which those stand who are on a roll of a school that nobody knows yet. */
const UNASSIGNED = 'unassigned';

/** Students of compulsory-education age and where they go to school. `students` is the sum of `bySchool` and `notEnrolled`. */
export interface CompulsoryAge {
  readonly students: number;
  readonly byCategory: Readonly<Record<string, number>>;
  /** Ordered by code; schools outside the county too, without a name if none is known. */
  readonly bySchool: readonly { readonly code: string; readonly name: string; readonly students: number }[];
  /** On no roll. */
  readonly notEnrolled: number;
}

interface SchoolRow {
  readonly school: string | null;
  readonly enrolled_outside: string | null;
  readonly on_roll: number;
  readonly students: number;
}

export function compulsoryAge(
  students: number,
  categories: readonly { category: string; compulsory: number }[],
  schools: readonly SchoolRow[],
  directory: Directory,
): CompulsoryAge {
  const bySchool = new Map<string, number>();
  for (const { school, enrolled_outside, on_roll, students: n } of schools) {
    const code = school ?? enrolled_outside ?? UNASSIGNED;
    if (on_roll === 1) bySchool.set(code, (bySchool.get(code) ?? 0) + n);
  }
  return {
    students,
    byCategory: Object.fromEntries(
      categories.filter(({ compulsory }) => compulsory > 0).map(({ category, compulsory }) => [category, compulsory]),
    ),
    bySchool: [...bySchool]
      .map(([code, n]) => ({ code, name: directory.school(code)?.name ?? '', students: n }))
      .sort((a, b) => (a.code < b.code ? -1 : 1)),
    notEnrolled: schools.reduce((sum, { on_roll, students: n }) => (on_roll === 0 ? sum + n : sum), 0),
  };
}
