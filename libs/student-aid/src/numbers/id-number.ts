import { isDay } from '#kernel';

export type Sex = 'male' | 'female';
export type IdNumberProblem = 'wrong-length' | 'wrong-birth-date' | 'wrong-check-digit';

/** GB 11643-1999: six digits of a region, eight of the birth date, three of a sequence (odd: male), one check digit. */
const SHAPE = /^\d{17}[\dX]$/;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK_DIGITS = '10X98765432';

/**
 * The check digit (ISO 7064 MOD 11-2) of an ID number's first seventeen digits.
 * @returns `0` to `9` or `X`; undefined if it is not seventeen digits
 */
export function checkDigitOf(seventeen: string): string | undefined {
  if (!/^\d{17}$/.test(seventeen)) return undefined;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(seventeen[index]), 0);
  return CHECK_DIGITS[sum % CHECK_DIGITS.length];
}

/**
 * Why a text is no ID number of eighteen characters; undefined: it is one. Regions are not checked: numbers keep the code of the
 * region of their time, also of one abolished since, and residents of Hong Kong, Macao and Taiwan have 81, 82 and 83.
 */
export function idNumberProblem(idNumber: string): IdNumberProblem | undefined {
  if (!SHAPE.test(idNumber)) return 'wrong-length';
  if (birthDateOf(idNumber) === undefined) return 'wrong-birth-date';
  return idNumber[17] === checkDigitOf(idNumber.slice(0, 17)) ? undefined : 'wrong-check-digit';
}

/** The birth date in an ID number of eighteen characters, YYYY-MM-DD; undefined if there is none or no such day since 1800. */
export function birthDateOf(idNumber: string): string | undefined {
  if (!SHAPE.test(idNumber)) return undefined;
  const day = `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`;
  return day >= '1800' && isDay(day) ? day : undefined;
}

/** The sex in an ID number of eighteen characters: an odd seventeenth digit is a man's. */
export function sexOf(idNumber: string): Sex | undefined {
  if (!SHAPE.test(idNumber)) return undefined;
  return Number(idNumber[16]) % 2 === 1 ? 'male' : 'female';
}
