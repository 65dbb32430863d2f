import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { idNumber } from '../testing/id-numbers.js';
import { isBankCard } from './bank-card.js';
import { isDisabilityCertificate } from './disability-certificate.js';
import { isStudentNumber } from './student-number.js';

const ID = '11010519491231002X';

describe('isStudentNumber', () => {
  it.each([`G${ID}`, `J${ID}`, 'L110105201009011234'])('takes %s', (text) => expect(isStudentNumber(text)).toBe(true));
  it.each(['G110105194912310020', 'J110105194912310020', `g${ID}`, ID, 'L1101052010090112', `A${ID}`, 'G', ''])('refuses %j', (text) =>
    expect(isStudentNumber(text)).toBe(false),
  );
});

describe('isDisabilityCertificate', () => {
  it.each([`${ID}11`, `${ID}74`, `${ID}52B1`])('takes %s', (text) => expect(isDisabilityCertificate(text)).toBe(true));
  it.each([`${ID}01`, `${ID}81`, `${ID}10`, `${ID}15`, '11010519491231002011', ID, `${ID}52B`, `${ID}521`])('refuses %s', (text) =>
    expect(isDisabilityCertificate(text)).toBe(false),
  );

  it('goes by the ID number in front', () => {
    fc.assert(
      fc.property(idNumber, fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 4 }), (number, category, grade) => {
        expect(isDisabilityCertificate(`${number}${category}${grade}`)).toBe(true);
      }),
    );
  });
});

describe('isBankCard', () => {
  it.each(['4111111111111111', '6200000000000005', '6205500000000000004'])('takes %s', (text) => expect(isBankCard(text)).toBe(true));
  it.each(['4111111111111112', '411111111111111', '6217 0000 1000 1234 567', '00000000000000000000', ''])('refuses %j', (text) =>
    expect(isBankCard(text)).toBe(false),
  );

  it('has one right last digit for what goes before, and finds one wrong digit', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 15, maxLength: 18 }), fc.nat(14), fc.integer({ min: 1, max: 9 }), (list, at, shift) => {
        const first = list.join('');
        const right = [...'0123456789'].filter((last) => isBankCard(first + last));
        expect(right).toHaveLength(1);
        const wrong = list.map((digit, index) => (index === at ? (digit + shift) % 10 : digit)).join('');
        expect(isBankCard(`${wrong}${right[0]}`)).toBe(false);
      }),
    );
  });
});
