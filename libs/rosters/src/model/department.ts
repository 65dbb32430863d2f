/** The departments that hand over rosters (部门), as codes. */
export const DEPARTMENTS = ['poverty-alleviation', 'civil-affairs', 'disabled-federation', 'education', 'provincial-list'] as const;

export type Department = (typeof DEPARTMENTS)[number];

/** Whether a text is the code of a department. */
export function isDepartment(text: string): text is Department {
  return (DEPARTMENTS as readonly string[]).includes(text);
}

/** Whose officer answers for a department's rosters: the province's list (一单式) comes in through the education bureau. */
export function officerLineOf(department: Department): string {
  return department === 'provincial-list' ? 'education' : department;
}
