import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seventeen } from '../testing/id-numbers.js';
import { birthDateOf, checkDigitOf, idNumberProblem, sexOf } from './id-number.js';

const LIKE_A_NUMBER = '0123456789X';

describe('idNumberProblem', () => {
  it.each(['11010519491231002X', '440524188001010014'])('finds nothing in %s, an example of the standard', (number) =>
    expect(idNumberProblem(number)).toBeUndefined(),
  );

  it.each([
    ['110105194912310020', 'wrong-check-digit'],
    ['110105194902310021', 'wrong-birth-date'],
    ['110105179912310021', 'wrong-birth-date'],
    ['11010519491231002', 'wrong-length'],
    ['110105491231002', 'wrong-length'],
    ['11010519491231002x', 'wrong-length'],
    ['11010519491231002X ', 'wrong-length'],
    ['1101051949123X0021', 'wrong-length'],
    ['', 'wrong-length'],
  ] as const)('of %j: %s', (number, problem) => expect(idNumberProblem(number)).toBe(problem));

  it.each(['81', '82', '83', '71'])('takes numbers that begin with %s', (region) => {
    const first = `${region}000019900101001`;
    expect(idNumberProblem(`${first}${checkDigitOf(first)}`)).toBeUndefined();
  });

  it('takes seventeen digits with a real day and their check digit; one changed character fails', () => {
    fc.assert(
      fc.property(seventeen, fc.nat(17), fc.constantFrom(...LIKE_A_NUMBER), (digits, at, other) => {
        const number = `${digits}${checkDigitOf(digits)}`;
        expect(idNumberProblem(number)).toBeUndefined();
        fc.pre(number[at] !== other);
        expect(idNumberProblem(number.slice(0, at) + other + number.slice(at + 1))).toBeDefined();
      }),
    );
  });

  it('finds two neighbours that were swapped', () => {
    fc.assert(
      fc.property(seventeen, fc.nat(16), (digits, at) => {
        const number = `${digits}${checkDigitOf(digits)}`;
        fc.pre(number[at] !== number[at + 1]);
        const swapped = number.slice(0, at) + number[at + 1] + number[at] + number.slice(at + 2);
        expect(idNumberProblem(swapped)).toBeDefined();
      }),
    );
  });
});

it('computes no check digit of what is not seventeen digits', () => {
  expect(checkDigitOf('11010519491231002')).toBe('X');
  expect(checkDigitOf('1101051949123100')).toBeUndefined();
  expect(checkDigitOf('1101051949123100X')).toBeUndefined();
});

it('reads birth date and sex, also where the check digit is wrong', () => {
  expect(birthDateOf('110105194912310020')).toBe('1949-12-31');
  expect(birthDateOf('110105194902310021')).toBeUndefined();
  expect(birthDateOf('110105491231002')).toBeUndefined();
  expect(sexOf('11010519491231002X')).toBe('female');
  expect(sexOf('110105194912310036')).toBe('male');
  expect(sexOf('110105491231002')).toBeUndefined();
});
