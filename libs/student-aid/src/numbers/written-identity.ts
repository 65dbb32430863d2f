import type { IdentityWriting } from '#verification';
import { checkDigitOf } from './id-number.js';
import { normaliseIdNumber } from './normalise-id-number.js';

/** Where the century of the birth year stands in a number, counted from 0, and the century that numbers of fifteen digits do not say. */
const CENTURY = { at: 6, digits: 2, ofThis: '20' } as const;

/** The number of this century whose fifteen digits are those of a number of the last. */
export function ofThisCentury(idNumber: string): string {
  const seventeen = `${idNumber.slice(0, CENTURY.at)}${CENTURY.ofThis}${idNumber.slice(CENTURY.at + CENTURY.digits, -1)}`;
  return `${seventeen}${checkDigitOf(seventeen) ?? ''}`;
}

/** How people write an ID number. Fifteen digits are read as a number of the last century, and may have been meant as one of this. */
export const writtenIdNumber: IdentityWriting = {
  read(written) {
    const { idNumber, notes } = normaliseIdNumber(written);
    return { value: idNumber, alsoMeans: notes.includes('fifteen-digits') ? [ofThisCentury(idNumber)] : [] };
  },
};
