import { isBeyondMemory } from '#kernel';
import { birthDateOf } from './id-number.js';

export type Implausibility = 'date-in-future' | 'birth-too-long-ago' | 'repeated-digit';

/** One digit over and over: eighteen or fifteen of them, the fifteen also after they were made eighteen. */
const FILLER = /^(\d)\1{14}(\1{3})?$|^(\d)\3{5}19\3{9}[\dX]$/;

/**
 * Why nobody who is alive on a day has been born on a birth date: it lies after the day, or more than 120 years before it; both YYYY-MM-DD.
 * Undefined: somebody may.
 */
export function birthImplausibility(birthDate: string, day: string): Implausibility | undefined {
  if (birthDate > day) return 'date-in-future';
  return isBeyondMemory(birthDate, day) ? 'birth-too-long-ago' : undefined;
}

/** Why an ID number is not to be trusted on a day although its check digit is right. Undefined: it may be. */
export function idNumberImplausibility(idNumber: string, day: string): Implausibility | undefined {
  if (FILLER.test(idNumber)) return 'repeated-digit';
  const birthDate = birthDateOf(idNumber);
  return birthDate === undefined ? undefined : birthImplausibility(birthDate, day);
}

/**
 * Whether an ID number can be somebody's on a day (YYYY-MM-DD): its owner has been born at most 120 years before it, both days included, and
 * it is not one digit over and over. Whether it is a number at all is said by `idNumberProblem`.
 */
export function isPlausibleIdNumber(idNumber: string, day: string): boolean {
  return idNumberImplausibility(idNumber, day) === undefined;
}
