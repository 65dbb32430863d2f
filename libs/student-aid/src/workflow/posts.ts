import type { Post, Staffing } from '#verification';
import { ENROLMENT, HOUSEHOLD } from '../sections.js';

/** Departments whose officers sign, hand over rosters and confirm errors (product.md, "The workflow"). */
export const EDUCATION = 'education';
export const POVERTY_ALLEVIATION = 'poverty-alleviation';
export const CIVIL_AFFAIRS = 'civil-affairs';
export const DISABLED_FEDERATION = 'disabled-federation';
const PUBLIC_SECURITY = 'public-security';
/** The province's 一单式 list; it has no officer of its own. */
export const PROVINCIAL_LIST = 'provincial-list';

/** Everyone who hands over rosters or decides about identity. */
export const DEPARTMENTS: readonly string[] = [EDUCATION, POVERTY_ALLEVIATION, CIVIL_AFFAIRS, DISABLED_FEDERATION, PUBLIC_SECURITY];
const COLLECTING_ROLES = ['collector', 'helper', 'helper-teacher', 'resident-helper'];

/** Those who collect and visit for a village. */
export function villagePeople(village: string): readonly Post[] {
  return COLLECTING_ROLES.map((role) => ({ role, unit: village, line: HOUSEHOLD }));
}

/** Those who collect and visit for a school. */
export function schoolPeople(school: string): readonly Post[] {
  return COLLECTING_ROLES.map((role) => ({ role, unit: school, line: ENROLMENT }));
}

export function reviewer(unit: string, line: string): Post {
  return { role: 'reviewer', unit, line };
}

/** A department's officer at the county; none while the directory is empty. */
export function officers(staffing: Staffing, department: string): readonly Post[] {
  return atCounty(staffing, 'officer', department);
}

/** The county's approvers; none while the directory is empty. */
export function approvers(staffing: Staffing): readonly Post[] {
  return atCounty(staffing, 'approver', 'county');
}

/**
 * Who hands over a source's roster: the department's officer. The provincial list is of students enrolled here, so it comes by the
 * education officer; poverty alleviation may hand it over, but then does not sign the households on it.
 */
export function staters(source: string, staffing: Staffing): readonly Post[] {
  if (source === PROVINCIAL_LIST) return [...officers(staffing, EDUCATION), ...officers(staffing, POVERTY_ALLEVIATION)];
  return DEPARTMENTS.includes(source) ? officers(staffing, source) : [];
}

/** Everyone at the county who may confirm or dismiss an error. */
export function errorConfirmers(staffing: Staffing): readonly Post[] {
  return [...DEPARTMENTS.flatMap((department) => officers(staffing, department)), ...approvers(staffing)];
}

/** The county's auditors, who hold their post for no line. */
export function auditors(staffing: Staffing): readonly Post[] {
  return atCounty(staffing, 'auditor', '');
}

function atCounty(staffing: Staffing, role: string, line: string): readonly Post[] {
  const county = staffing.top();
  return county === undefined ? [] : [{ role, unit: county.code, line }];
}
