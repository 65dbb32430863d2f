/** Whether a role is held for a line (or, an officer's, for a department). */
type LineRule = 'needed' | 'none';

/** The roles that people are appointed to (product.md, "The workflow"), and whether each is held for a line. */
const ROLES: Readonly<Record<string, LineRule>> = {
  collector: 'needed',
  helper: 'needed',
  'helper-teacher': 'needed',
  'resident-helper': 'needed',
  reviewer: 'needed',
  officer: 'needed',
  approver: 'needed',
  auditor: 'none',
  administrator: 'none',
};

export const ADMINISTRATOR = 'administrator';

/** The roles that there are. */
export const ROLE_NAMES = Object.keys(ROLES);

export function isRole(role: string): boolean {
  return Object.hasOwn(ROLES, role);
}

/** The code of what is wrong with a line for a role that exists. Which lines there are is for the record type to say. */
export function lineProblem(role: string, line: string): 'line-needed' | 'line-not-allowed' | 'bad-line' | undefined {
  const rule = ROLES[role];
  if (rule === 'none') return line === '' ? undefined : 'line-not-allowed';
  if (line === '') return 'line-needed';
  return /^[a-z][a-z-]*$/.test(line) ? undefined : 'bad-line';
}
