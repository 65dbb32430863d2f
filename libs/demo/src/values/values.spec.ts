import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { birthDateOf, idNumberProblem, isBankCard, sexOf } from '#student-aid';
import { dice } from '../chance/dice.js';
import { birthday, cardNumber, idNumber, phoneNumber, wrongCardNumber } from './numbers.js';
import { otherValue } from './other-value.js';

const die = fc.integer().map((seed) => dice('spec', seed));

describe('what collectors enter', () => {
  it('are cards with a right check digit, or one that is wrong on purpose', () => {
    fc.assert(fc.property(die, (thrown) => isBankCard(cardNumber(thrown)) && !isBankCard(wrongCardNumber(thrown))));
  });

  it('are ID numbers with check digit, birth date and sex', () => {
    fc.assert(
      fc.property(die, fc.boolean(), (thrown, male) => {
        const born = birthday(1950, 2015, thrown);
        const made = idNumber('430482', born, male, thrown);
        expect([idNumberProblem(made), birthDateOf(made), sexOf(made)]).toEqual([undefined, born, male ? 'male' : 'female']);
      }),
    );
  });

  it('are phones of the kind that is accepted', () => {
    fc.assert(fc.property(die, (thrown) => /^1[3-9]\d{9}$/.test(phoneNumber(thrown))));
  });

  it.each([
    ['address', '湖南省衡阳市常宁市柏坊镇斗岭村5组'],
    ['address', '湖南省衡阳市衡阳县'],
    ['members', 2],
    ['members', 9],
    ['guardian', '刘雨娟'],
    ['cause', '因残'],
    ['class', '2班'],
    ['boarding', false],
    ['bank', '常宁农商银行'],
  ])('turn out to be another value of %s than %s', (field, value) => {
    fc.assert(fc.property(die, (thrown) => otherValue(field, value, thrown) !== value));
  });

  it('never turn out to be another person', () => {
    expect(() => otherValue('idNumber', '1', dice('x'))).toThrow('never doubted');
  });
});
