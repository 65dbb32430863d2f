import type { MissingRequirement, RecordState, Staffing } from '#verification';
import { enrolmentPlace, householdPlace } from '../places.js';
import { HOUSEHOLD } from '../sections.js';
import { hasValue, listIn, textIn } from '../values.js';

const OF_HOUSEHOLD = [
  'name',
  'sex',
  'birthDate',
  'idNumber',
  'ethnicity',
  'region',
  'address',
  'headName',
  'members',
  'guardian',
  'guardianPhone',
  'categories',
];
const OF_ENROLMENT = ['school', 'stage', 'boarding'];
const OF_ROLL = ['grade', 'class', 'studentNumber'];
const OF_PAYMENT = ['payeeName', 'payeeIdNumber', 'bank', 'cardNumber'];

/** What must be there before a line may be submitted and is not: fields, and for either line one visit. */
export function missing(line: string, record: RecordState, staffing: Staffing): readonly MissingRequirement[] {
  const fields = line === HOUSEHOLD ? missingOfHousehold(record, staffing) : missingOfEnrolment(record, staffing);
  return [...fields.map((name) => ({ kind: 'field', name })), ...(record.visits.length === 0 ? [{ kind: 'visit', name: 'any' }] : [])];
}

/** A village that the directory does not know is as good as none. */
function missingOfHousehold(record: RecordState, staffing: Staffing): readonly string[] {
  const required = listIn(record, 'categories').includes('registered') ? [...OF_HOUSEHOLD, 'cause'] : OF_HOUSEHOLD;
  const unplaced = householdPlace(record, staffing).kind === 'unknown';
  return required.filter((field) => !hasValue(record, field) || (field === 'region' && unplaced));
}

function missingOfEnrolment(record: RecordState, staffing: Staffing): readonly string[] {
  const { kind } = enrolmentPlace(record, staffing);
  return requiredOfEnrolment(kind, textIn(record, 'stage')).filter(
    (field) => !hasValue(record, field) || (field === 'school' && kind === 'unknown'),
  );
}

/** Nobody is paid who is enrolled elsewhere or nowhere; what the roll says is asked where there is one. */
function requiredOfEnrolment(kind: 'school' | 'outside' | 'not-required' | 'unknown', stage: string | undefined): readonly string[] {
  if (kind === 'not-required') return [];
  if (kind === 'outside') return OF_ENROLMENT;
  const onRoll = stage !== 'preschool' && stage !== 'none';
  return [...OF_ENROLMENT, ...(onRoll ? OF_ROLL : []), ...OF_PAYMENT];
}
