import type { MissingRequirement, RecordState, Source, Staffing } from '#verification';
import { isCompulsoryAge } from '../age.js';
import { birthDateIn, enrolmentPlace, householdPlace } from '../places.js';
import { ENROLMENT, HOUSEHOLD } from '../sections.js';
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
/** Origins of a value that somebody at the county has answered for: a decided finding, a confirmed error, last year's approval. */
const DECIDED: readonly Source['kind'][] = ['finding', 'correction', 'carried'];

/** What must be there before a line may be submitted and is not: fields, a decision, and for either line one visit. */
export function missing(line: string, record: RecordState, staffing: Staffing): readonly MissingRequirement[] {
  const fields = line === HOUSEHOLD ? missingOfHousehold(record, staffing) : missingOfEnrolment(record, staffing);
  return [
    ...fields.map((name) => ({ kind: 'field', name })),
    ...(line === ENROLMENT && isUndecided(record, staffing) ? [{ kind: 'finding', name: 'out-of-school' }] : []),
    ...(record.visits.length === 0 ? [{ kind: 'visit', name: 'any' }] : []),
  ];
}

/** Of compulsory age, or of an age that nobody knows, and out of school because somebody has entered it, not by a decision. */
function isUndecided(record: RecordState, staffing: Staffing): boolean {
  const place = enrolmentPlace(record, staffing);
  if (place.kind !== 'not-required' || place.rule !== 'out-of-school') return false;
  const birthDate = birthDateIn(record);
  if (birthDate !== undefined && !isCompulsoryAge(birthDate, record.cycle)) return false;
  return !DECIDED.includes(record.fields['stage']?.source.kind ?? 'collected');
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
