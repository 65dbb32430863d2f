import fc from 'fast-check';
import { checkDigitOf } from '../numbers/id-number.js';

const digits = (length: number) => fc.array(fc.nat(9), { minLength: length, maxLength: length }).map((list) => list.join(''));

const birth = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10).replaceAll('-', ''));

/** Seventeen digits with a birth date that exists: all of an ID number but its check digit. */
export const seventeen = fc.tuple(digits(6), birth, digits(3)).map((parts) => parts.join(''));

/** A whole ID number from its first seventeen digits. */
export const idNumberFrom = (first: string) => `${first}${checkDigitOf(first)}`;

export const idNumber = seventeen.map(idNumberFrom);
