import { describe, expect, it } from '@jest/globals';
import { checkDigitOf } from './id-number.js';
import { normaliseIdNumber } from './normalise-id-number.js';
import { birthImplausibility, idNumberImplausibility, isPlausibleIdNumber } from './plausible.js';

const DAY = '2020-09-01';
const bornOn = (date: string) => {
  const first = `430482${date.replaceAll('-', '')}001`;
  return `${first}${checkDigitOf(first)}`;
};

describe('isPlausibleIdNumber', () => {
  it.each([DAY, '1900-09-01', '2012-07-04'])('takes a birth on %s', (date) => expect(isPlausibleIdNumber(bornOn(date), DAY)).toBe(true));

  it.each([
    ['2020-09-02', 'date-in-future'],
    ['2031-01-01', 'date-in-future'],
    ['1900-08-31', 'birth-too-long-ago'],
    ['1850-01-01', 'birth-too-long-ago'],
  ] as const)('does not trust a birth on %s: %s', (date, why) => {
    expect(idNumberImplausibility(bornOn(date), DAY)).toBe(why);
    expect(birthImplausibility(date, DAY)).toBe(why);
  });

  it.each([...'0123456789'])('does not trust %s over and over', (digit) => {
    for (const length of [15, 18]) {
      expect(idNumberImplausibility(digit.repeat(length), DAY)).toBe('repeated-digit');
      expect(idNumberImplausibility(normaliseIdNumber(digit.repeat(length)).idNumber, DAY)).toBe('repeated-digit');
    }
  });

  it('counts 120 years back from a leap day', () => {
    expect(birthImplausibility('1900-02-28', '2020-02-29')).toBe('birth-too-long-ago');
    expect(birthImplausibility('1900-03-01', '2020-02-29')).toBeUndefined();
  });
});
