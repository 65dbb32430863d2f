import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LEAST_SAMPLES, samplesOf } from './bulk-samples.js';

const hashOf = (item: string) => createHmac('sha256', 'key').update(item).digest('hex');
const work = fc.uniqueArray(fc.string({ maxLength: 12 }), { minLength: 1, maxLength: 120 });
/** The same work in batches. */
const cut = (items: readonly string[], sizes: readonly number[]) => {
  const batches: string[][] = [];
  for (let from = 0, n = 0; from < items.length; n += 1) {
    const size = sizes[n % sizes.length] ?? 1;
    batches.push(items.slice(from, from + size));
    from += size;
  }
  return batches;
};
const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 });

describe('samples of a batch', () => {
  it('are three at least, or all of a smaller one, in whatever order it stands', () => {
    fc.assert(
      fc.property(work, (items) => {
        const drawn = samplesOf(items, hashOf);
        expect(drawn.length).toBeGreaterThanOrEqual(Math.min(LEAST_SAMPLES, items.length));
        expect(samplesOf([...items].reverse(), hashOf)).toEqual(drawn);
      }),
    );
  });

  it('are about a tenth of a large one', () => {
    const items = Array.from({ length: 20_000 }, (_, n) => `item ${n}`);
    const share = samplesOf(items, hashOf).length / items.length;
    expect(share).toBeGreaterThan(0.09);
    expect(share).toBeLessThan(0.11);
  });

  it('are the same however the work is cut: a batch adds only what makes it three', () => {
    fc.assert(
      fc.property(work, sizes, (items, cuts) => {
        const whole = samplesOf(items, hashOf);
        const parts = cut(items, cuts).map((batch) => samplesOf(batch, hashOf));
        expect(parts.flat()).toEqual(expect.arrayContaining([...whole]));
        // What a part draws beyond the tenth are its three lowest and nothing else.
        const tenth = whole.slice(LEAST_SAMPLES).length > 0 ? whole : [];
        for (const part of parts) {
          const beyond = part.filter((item) => !whole.includes(item));
          expect(beyond.every((item) => part.indexOf(item) < LEAST_SAMPLES)).toBe(true);
          if (part.length > LEAST_SAMPLES) expect(part.slice(LEAST_SAMPLES).every((item) => tenth.includes(item))).toBe(true);
        }
      }),
    );
  });
});
