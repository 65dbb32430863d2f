import { dayAt, type FieldError } from '#kernel';
import type { ValidationContext } from '#verification';
import { isBeforeBirth } from '../age.js';
import { birthDateOf, sexOf } from '../numbers/id-number.js';
import { birthImplausibility, idNumberImplausibility } from '../numbers/plausible.js';
import { isOutsideRegion, isOutsideSchool, isSchool, isVillage } from '../places.js';
import { categories, holdsIn, stages } from '../reference-data.js';
import type { EnrolmentValues } from './enrolment-values.js';
import type { HouseholdValues } from './household-values.js';
import type { IdentityValues } from './identity-values.js';
import type { PaymentValues } from './payment-values.js';
import type { PovertyValues } from './poverty-values.js';

/** What is wrong with values, each of which is right in itself, beside each other and in the county. */
type Rule<Values> = (values: Values, context: ValidationContext) => readonly FieldError[];

export const identityRule: Rule<IdentityValues> = ({ idNumber, birthDate, sex }, { cycle, now }) => {
  const born = birthDate == null ? undefined : birthImplausibility(birthDate, dayAt(now));
  const implausible = [...because('birthDate', born), ...untrusted('idNumber', idNumber, now)];
  const unborn =
    implausible.length > 0
      ? []
      : [...beforeBirth('birthDate', birthDate, cycle), ...beforeBirth('idNumber', birthDateOf(idNumber ?? ''), cycle)];
  return [...implausible, ...identityDifferences({ idNumber, birthDate, sex }), ...unborn];
};

/** Nobody has a record of a cycle that was over before they were born. */
function beforeBirth(field: string, birthDate: string | null | undefined, cycle: string): readonly FieldError[] {
  return when(birthDate != null && isBeforeBirth(cycle, birthDate), field, 'cycle-before-birth');
}

/** An ID number that can be nobody's today. */
function untrusted(field: string, idNumber: string | null | undefined, now: string): readonly FieldError[] {
  return because(field, idNumber == null ? undefined : idNumberImplausibility(idNumber, dayAt(now)));
}

/** Where the birth date or the sex is another than the ID number says. */
export function identityDifferences({ idNumber, birthDate, sex }: IdentityValues): readonly FieldError[] {
  const inNumber = birthDateOf(idNumber ?? '');
  if (idNumber == null || inNumber === undefined) return [];
  return [
    ...when(birthDate != null && birthDate !== inNumber, 'birthDate', 'birth-date-differs'),
    ...when(sex != null && sex !== sexOf(idNumber), 'sex', 'sex-differs'),
  ];
}

/** A village of the directory, or a county that is not ours. */
export const householdRule: Rule<HouseholdValues> = ({ region, headIdNumber }, context) => [
  ...regionErrors(region, context),
  ...untrusted('headIdNumber', headIdNumber, context.now),
];

function regionErrors(region: string | null | undefined, { staffing }: ValidationContext): readonly FieldError[] {
  if (region == null) return [];
  if (isOutsideRegion(region)) return when(region === staffing.top()?.code, 'region', 'village-needed');
  const unit = staffing.unit(region);
  return when(unit === undefined || !isVillage(unit), 'region', 'no-such-village');
}

export const paymentRule: Rule<PaymentValues> = ({ payeeIdNumber }, { now }) => untrusted('payeeIdNumber', payeeIdNumber, now);

export const povertyRule: Rule<PovertyValues> = (values, { cycle }) =>
  when(!(values.categories ?? []).every((code) => holdsIn(categories, code, cycle)), 'categories', 'code-not-in-cycle');

/** A school of the directory, or one named as outside the county; none for who is in no school. */
export const enrolmentRule: Rule<EnrolmentValues> = ({ school, stage }, { cycle, staffing }) => {
  const unit = school == null ? undefined : staffing.unit(school);
  const known = school == null || isOutsideSchool(school) || (unit !== undefined && isSchool(unit));
  return [
    ...when(!known, 'school', 'no-such-school'),
    ...when(stage != null && !holdsIn(stages, stage, cycle), 'stage', 'code-not-in-cycle'),
    ...when(stage === 'none' && school != null, 'stage', 'stage-contradicts-school'),
  ];
};

function when(wrong: boolean, field: string, code: string): readonly FieldError[] {
  return because(field, wrong ? code : undefined);
}

function because(field: string, code: string | undefined): readonly FieldError[] {
  return code === undefined ? [] : [{ pointer: `/values/${field}`, code }];
}
