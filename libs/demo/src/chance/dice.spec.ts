import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dice, Dice, rank } from './dice.js';

describe('a die', () => {
  it('is mulberry32', () => {
    const die = new Dice(1);
    expect([die.next(), die.next(), die.next()]).toEqual([0.6270739405881613, 0.002735721180215478, 0.5274470399599522]);
  });

  it('falls alike for the same keys, whatever was thrown meanwhile, and otherwise for others', () => {
    const before = dice('7', 'a', 1).next();
    dice('7', 'b', 1).next();
    expect(dice('7', 'a', 1).next()).toBe(before);
    expect(dice('7', 'a', 2).next()).not.toBe(before);
    expect(rank('ab', 'c')).not.toBe(rank('a', 'bc'));
  });

  it('stays between its ends and reaches both', () => {
    const seen = new Set<number>();
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const thrown = new Dice(seed).between(2, 4);
        seen.add(thrown);
        return thrown >= 2 && thrown <= 4;
      }),
    );
    expect([...seen].sort()).toEqual([2, 3, 4]);
  });

  it('falls as often as weights say', () => {
    const die = dice('weights');
    const counts = { rare: 0, often: 0, never: 0 };
    for (let n = 0; n < 4000; n += 1)
      counts[
        die.weighted([
          ['never', 0],
          ['rare', 1],
          ['often', 3],
        ] as const)
      ] += 1;
    expect(counts.never).toBe(0);
    expect(Math.round(counts.often / counts.rare)).toBe(3);
  });

  it('has nothing to pick from an empty list', () => {
    expect(() => dice('x').pick([])).toThrow(RangeError);
    expect(() => dice('x').weighted([])).toThrow(RangeError);
  });
});
