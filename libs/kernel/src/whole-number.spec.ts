import { expect, it } from '@jest/globals';
import { wholeNumber } from './whole-number.js';

it('a whole number is written in decimal digits', () => {
  expect(['0', '7', '010', '999999999999999'].map(wholeNumber)).toEqual([0, 7, 10, 999_999_999_999_999]);
});

it.each(['', ' ', '1e1', '0x10', '0b1', ' 10', '10 ', '+10', '-1', '1.0', '1_0', '１０', '١', 'Infinity', '10\n', '9999999999999999'])(
  '%j is none',
  (text) => expect(wholeNumber(text)).toBeUndefined(),
);
