import type { RecordState, Staffing, Unit } from '#verification';
import { isUnderAge } from './age.js';
import { birthDateOf } from './numbers/id-number.js';
import { textIn } from './values.js';

const OUTSIDE = 'outside:';
const SCHOOL_KINDS: readonly string[] = ['kindergarten', 'village', 'centre', 'junior', 'high', 'vocational'];

/** Where a household is registered. */
export type HouseholdPlace =
  { readonly kind: 'village'; readonly unit: Unit } | { readonly kind: 'outside' } | { readonly kind: 'unknown' };

/** Where a student is enrolled, or by which rule nowhere. */
export type EnrolmentPlace =
  | { readonly kind: 'school'; readonly unit: Unit }
  | { readonly kind: 'outside' }
  | { readonly kind: 'not-required'; readonly rule: 'under-age' | 'out-of-school' }
  | { readonly kind: 'unknown' };

/** A region's village. A village school is of the same kind, but lies in another region than itself. */
export function isVillage(unit: Unit): boolean {
  return unit.kind === 'village' && unit.region === unit.code;
}

export function isSchool(unit: Unit): boolean {
  return unit.region !== unit.code && SCHOOL_KINDS.includes(unit.kind);
}

/** Whether a region is named by the six digits of a county, so lies outside ours. */
export function isOutsideRegion(region: string): boolean {
  return /^[1-9]\d{5}$/.test(region);
}

/** Whether a school is named as one outside the county: `outside:` and its name or code. */
export function isOutsideSchool(school: string): boolean {
  return school.startsWith(OUTSIDE) && school.slice(OUTSIDE.length).trim() !== '';
}

export function householdPlace(record: RecordState, staffing: Staffing): HouseholdPlace {
  const region = textIn(record, 'region');
  if (region === undefined) return { kind: 'unknown' };
  if (isOutsideRegion(region)) return { kind: 'outside' };
  const unit = staffing.unit(region);
  return unit !== undefined && isVillage(unit) ? { kind: 'village', unit } : { kind: 'unknown' };
}

/** A school that is named counts before a stage that says there is none: then people look at it. */
export function enrolmentPlace(record: RecordState, staffing: Staffing): EnrolmentPlace {
  const school = textIn(record, 'school');
  if (school === undefined) return withoutSchool(record);
  if (isOutsideSchool(school)) return { kind: 'outside' };
  const unit = staffing.unit(school);
  return unit !== undefined && isSchool(unit) ? { kind: 'school', unit } : { kind: 'unknown' };
}

/** By the birth date in the ID number; the recorded one counts only while there is no number. */
export function birthDateIn(record: RecordState): string | undefined {
  return birthDateOf(textIn(record, 'idNumber') ?? '') ?? textIn(record, 'birthDate');
}

/** A stage without a school: on the roll of a school that nobody knows. */
function withoutSchool(record: RecordState): EnrolmentPlace {
  const stage = textIn(record, 'stage') ?? 'none';
  const birthDate = birthDateIn(record);
  if (stage !== 'none') return { kind: 'unknown' };
  if (birthDate !== undefined && isUnderAge(birthDate, record.cycle)) return { kind: 'not-required', rule: 'under-age' };
  return textIn(record, 'stage') === undefined ? { kind: 'unknown' } : { kind: 'not-required', rule: 'out-of-school' };
}
