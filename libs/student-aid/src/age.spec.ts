import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { completedYears, cycleProblem, isBeforeBirth, isCompulsoryAge, isUnderAge, referenceDateOf } from './age.js';

const day = fc
  .date({ min: new Date('1950-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

it('counts ages on 1 September of the first year', () => expect(referenceDateOf('2020-2021')).toBe('2020-09-01'));

describe('a cycle that is opened', () => {
  it.each([
    ['2026-2027', '2026-08-31', undefined],
    ['2027-2028', '2026-08-31', 'cycle-too-far-ahead'],
    ['2027-2028', '2026-09-01', undefined],
    ['2028-2029', '2026-09-01', 'cycle-too-far-ahead'],
    ['2098-2099', '2026-09-01', 'cycle-too-far-ahead'],
    ['2010-2011', '2026-09-01', undefined],
    ['1905-1906', '2026-08-31', undefined],
    ['1905-1906', '2026-09-01', 'cycle-too-long-ago'],
  ])('%s on %s: %s', (cycle, today, problem) => expect(cycleProblem(cycle, today, undefined)).toBe(problem));

  it('does not lie before a birth', () => {
    expect(cycleProblem('2010-2011', '2020-09-01', '2011-08-31')).toBeUndefined();
    expect(cycleProblem('2010-2011', '2020-09-01', '2011-09-01')).toBe('cycle-before-birth');
    expect(isBeforeBirth('2011-2012', '2011-09-01')).toBe(false);
  });
});

describe('completedYears', () => {
  it.each([
    ['2014-09-01', '2020-09-01', 6],
    ['2014-09-02', '2020-09-01', 5],
    ['2012-02-29', '2013-02-28', 0],
    ['2012-02-29', '2013-03-01', 1],
    ['2020-09-01', '2020-09-01', 0],
    ['2020-09-02', '2020-09-01', -1],
  ])('from %s to %s are %d', (birthDate, date, years) => expect(completedYears(birthDate, date)).toBe(years));

  it('never falls as time goes on', () => {
    fc.assert(
      fc.property(day, day, day, (birth, a, b) => {
        const [first, second] = a <= b ? [a, b] : [b, a];
        expect(completedYears(birth, second)).toBeGreaterThanOrEqual(completedYears(birth, first));
      }),
    );
  });
});

describe('compulsory-education age', () => {
  it.each([
    ['2014-09-01', true, false],
    ['2014-09-02', false, true],
    ['2004-09-02', true, false],
    ['2004-09-01', false, false],
  ])('of who was born on %s: %s; under it: %s', (birthDate, compulsory, under) => {
    expect(isCompulsoryAge(birthDate, '2020-2021')).toBe(compulsory);
    expect(isUnderAge(birthDate, '2020-2021')).toBe(under);
  });
});
