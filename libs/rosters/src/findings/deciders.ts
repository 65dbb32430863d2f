import type { Appointment, Staffing } from '#verification';
import type { FindingContent } from '../events.js';
import { DEPARTMENTS, isDepartment, officerLineOf } from '../model/department.js';
import { IDENTITY_KINDS } from '../model/finding.js';
import { detailOf } from './detail.js';

const PUBLIC_SECURITY = 'public-security';
/** Stands for the county's approvers among those who decide: they decide all findings. */
export const APPROVER = 'approver';

/** Lines of the officers who decide a finding: of the departments concerned; about who somebody is, the public security's. */
export function decidingLines(content: string): readonly string[] {
  const { departments } = JSON.parse(content) as FindingContent;
  return isAboutIdentity(content) ? [PUBLIC_SECURITY] : [...new Set(departments.filter(isDepartment).map(officerLineOf))];
}

/** About who somebody is; digits that some other number has lost in its cell are its department's matter. */
function isAboutIdentity(content: string): boolean {
  const { kind } = JSON.parse(content) as FindingContent;
  return IDENTITY_KINDS.includes(kind) && detailOf(content).facts['reason'] === undefined;
}

/** Under which of their appointments somebody decides findings that officers of these lines decide. */
export function decidingAppointment(lines: readonly string[], userId: string, staffing: Staffing, at: string): Appointment | undefined {
  const county = staffing.top()?.code;
  return staffing
    .appointmentsOf(userId, at)
    .find(({ role, unit, line }) => unit === county && (role === APPROVER || (role === 'officer' && lines.includes(line))));
}

/** As what a person decides findings: as an approver all of them, else the lines whose officer they are. */
export function decidesAs(userId: string, staffing: Staffing, at: string): readonly string[] {
  if (decidingAppointment([], userId, staffing, at) !== undefined) return [APPROVER];
  const lines = [...new Set([PUBLIC_SECURITY, ...DEPARTMENTS.map(officerLineOf)])];
  return lines.filter((line) => decidingAppointment([line], userId, staffing, at) !== undefined);
}
