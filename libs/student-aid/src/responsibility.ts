import type { Post, ResponsibilityRules, Staffing } from '#verification';
import { isSchool, isVillage } from './places.js';
import { ENROLMENT, HOUSEHOLD } from './sections.js';
import { approvers, auditors, DEPARTMENTS, EDUCATION, errorConfirmers, officers, reviewer } from './workflow/posts.js';

const DEPARTMENT = 'department';
/** 95 %, two-sided. */
const Z_95 = 1.959963984540054;

/** Who answers for students' records, and how units are assessed each month (考核评价). */
export const responsibility: ResponsibilityRules = {
  // An officer answers for their department; who acts for the county is assessed by nobody here.
  unitOf: ({ role, unit, line }) => (role === 'officer' ? `${DEPARTMENT}:${line}` : role === 'approver' ? undefined : unit),
  levelOf: (unit) => {
    if (isSchool(unit)) return unit.kind === 'centre' ? 'centre-school' : 'school';
    if (isVillage(unit)) return 'village';
    return unit.kind === 'township' ? 'township' : undefined;
  },
  others: DEPARTMENTS.map((department) => ({ level: DEPARTMENT, unit: `${DEPARTMENT}:${department}` })),
  publishers: (staffing) => [...approvers(staffing), ...officers(staffing, EDUCATION)],
  supervisors: (staffing, unit) => [
    ...(unit === undefined ? [] : reviewersOver(unit, staffing)),
    ...errorConfirmers(staffing),
    ...auditors(staffing),
  ],
  assessments: [
    {
      version: 1,
      levels: [
        { level: 'school', lines: [ENROLMENT] },
        { level: 'centre-school', lines: [ENROLMENT] },
        { level: 'village', lines: [HOUSEHOLD] },
        { level: 'township', lines: [HOUSEHOLD] },
        { level: DEPARTMENT },
      ],
      // Who somebody is and where the money goes: an error there does the most harm.
      weights: { identity: 2, payment: 3 },
      minimum: 100,
      z: Z_95,
      thresholds: { commend: 0.001, warn: 0.01, criticise: 0.03 },
    },
  ],
};

/** The reviewers of a unit and of the one above it, on the line that they review; none of a department, which stands at the county. */
function reviewersOver(code: string, staffing: Staffing): readonly Post[] {
  const unit = staffing.unit(code);
  if (unit === undefined) return [];
  const line = isSchool(unit) ? ENROLMENT : HOUSEHOLD;
  return [reviewer(unit.code, line), reviewer(unit.parent, line)];
}
