import type { FieldError } from '#kernel';
import type { RecordState, ValidationContext } from '#verification';
import { completedYears, isCompulsoryAge, referenceDateOf } from './age.js';
import { idNumberProblem, type Sex } from './numbers/id-number.js';
import { birthDateIn, enrolmentPlace, householdPlace } from './places.js';
import { identityDifferences } from './validation/context-rules.js';
import { numberIn, textIn } from './values.js';

/** Grades of each stage; a student of grade 1 has six completed years on 1 September (facts-libraries.md §5). */
const GRADES: Readonly<Record<string, { readonly first: number; readonly last: number }>> = {
  preschool: { first: -2, last: 0 },
  primary: { first: 1, last: 6 },
  junior: { first: 7, last: 9 },
  senior: { first: 10, last: 12 },
  vocational: { first: 10, last: 12 },
};
const AGE_BEFORE_GRADE_ONE = 5;
const USUAL_DIFFERENCE = 2;
/** Schools that are for the children of their own township. */
const OF_TOWNSHIP: readonly string[] = ['kindergarten', 'village', 'centre'];

/** What is odd in a record but may be true: shown to who reviews, never a reason to refuse. */
export function warnings(record: RecordState, context: ValidationContext): readonly FieldError[] {
  return [
    ...identityDifferences({
      idNumber: textIn(record, 'idNumber'),
      birthDate: textIn(record, 'birthDate'),
      sex: textIn(record, 'sex') as Sex | undefined,
    }),
    ...when(isUnusualAge(record), 'stage', 'age-unusual-for-stage'),
    ...when(isOutOfSchool(record), 'stage', 'out-of-school-at-compulsory-age'),
    ...when(textIn(record, 'stage') === 'none' && textIn(record, 'school') !== undefined, 'stage', 'stage-contradicts-school'),
    ...when(isElsewhere(record, context), 'school', 'school-in-other-township'),
    ...when(isNumberOfOther(record), 'studentNumber', 'student-number-differs'),
  ];
}

/** More than two years from the age of the grade; of the stage if the grade is not known or counted anew in it. */
function isUnusualAge(record: RecordState): boolean {
  const birthDate = birthDateIn(record);
  const grades = GRADES[textIn(record, 'stage') ?? ''];
  if (birthDate === undefined || grades === undefined) return false;
  const usual = completedYears(birthDate, referenceDateOf(record.cycle)) - AGE_BEFORE_GRADE_ONE;
  const grade = numberIn(record, 'grade');
  const known = grade !== undefined && grade >= grades.first && grade <= grades.last;
  const expected = known ? grade : Math.min(Math.max(usual, grades.first), grades.last);
  return Math.abs(usual - expected) > USUAL_DIFFERENCE;
}

function isOutOfSchool(record: RecordState): boolean {
  const birthDate = birthDateIn(record);
  return textIn(record, 'stage') === 'none' && birthDate !== undefined && isCompulsoryAge(birthDate, record.cycle);
}

function isElsewhere(record: RecordState, { staffing }: ValidationContext): boolean {
  const household = householdPlace(record, staffing);
  const enrolment = enrolmentPlace(record, staffing);
  if (household.kind !== 'village' || enrolment.kind !== 'school') return false;
  return OF_TOWNSHIP.includes(enrolment.unit.kind) && enrolment.unit.region !== household.unit.parent;
}

/** A formal student number (`G`) holds the ID number of whoever it was given to. */
function isNumberOfOther(record: RecordState): boolean {
  const idNumber = textIn(record, 'idNumber');
  const studentNumber = textIn(record, 'studentNumber');
  if (idNumber === undefined || studentNumber === undefined || idNumberProblem(idNumber) !== undefined) return false;
  return studentNumber.startsWith('G') && studentNumber.slice(1) !== idNumber;
}

function when(odd: boolean, field: string, code: string): readonly FieldError[] {
  return odd ? [{ pointer: `/values/${field}`, code }] : [];
}
