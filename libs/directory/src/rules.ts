import { hasReadable, isErrorValue, isTypeable, type FieldError } from '#kernel';
import { systemActor } from '#platform';
import { isRole, lineProblem, ROLE_NAMES } from './roles.js';

/** A field that is not right, with the code that says why. */
export interface Problem<Field extends string = string> {
  readonly field: Field;
  readonly code: string;
  readonly params?: FieldError['params'];
}

/** What stands for a lost character, or for an object. */
const LOST = /[\ufffc\ufffd]/u;

/** What is wrong with the name of a unit or a person, which is normalised: half of a name is nobody's. */
export function nameProblem(name: string): string | undefined {
  if (LOST.test(name) || isErrorValue(name) || !isTypeable(name)) return 'broken-name';
  return hasReadable(name) ? undefined : 'value-missing';
}

/** A user name stands in stream names and on command lines; the program's own name is nobody's. */
export function usernameProblem(username: string): string | undefined {
  if (username === '') return 'value-missing';
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(username) && username !== systemActor.userId ? undefined : 'bad-username';
}

/** Codes of regions are those of the national statistics, 2 to 12 digits. */
export function regionCodeProblem(code: string): string | undefined {
  if (code === '') return 'value-missing';
  return /^\d{2,12}$/.test(code) ? undefined : 'bad-code';
}

export function schoolCodeProblem(code: string): string | undefined {
  if (code === '') return 'value-missing';
  return /^[A-Za-z0-9]{2,20}$/.test(code) ? undefined : 'bad-code';
}

/** What is wrong with an appointment, field by field. The same for a row of a file and for a command. */
export function postProblems(
  { role, unit, line }: { readonly role: string; readonly unit: string; readonly line: string },
  unitExists: (code: string) => boolean,
): Problem<'role' | 'unit' | 'line'>[] {
  const problems: Problem<'role' | 'unit' | 'line'>[] = [];
  if (!isRole(role)) problems.push({ field: 'role', code: 'unknown-role', params: { allowed: ROLE_NAMES.join(', ') } });
  if (!unitExists(unit)) problems.push({ field: 'unit', code: 'unknown-unit' });
  const code = isRole(role) ? lineProblem(role, line) : undefined;
  if (code !== undefined) problems.push({ field: 'line', code });
  return problems;
}
