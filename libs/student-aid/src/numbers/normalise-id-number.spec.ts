import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { idNumber } from '../testing/id-numbers.js';
import { idNumberProblem } from './id-number.js';
import { normaliseIdNumber } from './normalise-id-number.js';

const NUMBER = '11010519491231002X';
const wide = (text: string) => text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));

describe('normaliseIdNumber', () => {
  it.each<[string, readonly string[]]>([
    [NUMBER, []],
    [` ${NUMBER}\u3000`, ['spaces']],
    ['110105 19491231 002X', ['spaces']],
    [`\u00a0${NUMBER}\t`, ['spaces']],
    ['11010519491231002x', ['lower-case-x']],
    [`\u200b${NUMBER}\ufeff`, ['invisible']],
    [`'${NUMBER}`, ['apostrophe']],
    [`="${NUMBER.toLowerCase()}"`, ['formula-text', 'lower-case-x']],
    [wide(NUMBER), ['full-width']],
    [` ${wide('11010519491231002x')}\u3000`, ['full-width', 'spaces', 'lower-case-x']],
    ['110105491231002', ['fifteen-digits']],
    [wide('110105 491231002'), ['full-width', 'spaces', 'fifteen-digits']],
  ])('of %j makes the number and notes %j', (text, notes) => {
    expect(normaliseIdNumber(text)).toEqual({ idNumber: NUMBER, notes });
  });

  it.each(['110105194912310020', '1101051949123100', '11010519491231OO2X', '1.10105194912e17', '110105-19491231-002X', ''])(
    'leaves %j alone: a broken number is never repaired',
    (text) => expect(normaliseIdNumber(text)).toEqual({ idNumber: text, notes: [] }),
  );

  it('makes no impossible birth date possible', () => {
    expect(idNumberProblem(normaliseIdNumber('110105491331002').idNumber)).toBe('wrong-birth-date');
  });

  it('finds the number again however it was written, and then has nothing more to do', () => {
    fc.assert(
      fc.property(idNumber, fc.boolean(), fc.boolean(), fc.nat(18), (number, full, lower, at) => {
        const cased = lower ? number.toLowerCase() : number;
        const written = full ? wide(cased) : cased;
        const spaced = `${written.slice(0, at)}\u3000${written.slice(at)} `;
        const { idNumber: found } = normaliseIdNumber(spaced);
        expect(found).toBe(number);
        expect(normaliseIdNumber(found)).toEqual({ idNumber: number, notes: [] });
      }),
    );
  });
});
