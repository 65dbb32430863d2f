import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { wilson } from './wilson.js';

const Z = 1.959963984540054;

/** Worked by hand, and by R's `prop.test(x, n, correct = FALSE)`. */
it.each([
  [0, 10, 0, 0.277533],
  [10, 10, 0.722467, 1],
  [1, 10, 0.017876, 0.40415],
  [5, 1000, 0.002137, 0.011651],
])('%d of %d lies between %d and %d', (x, n, low, high) => {
  expect(wilson(x, n, Z).low).toBeCloseTo(low, 4);
  expect(wilson(x, n, Z).high).toBeCloseTo(high, 4);
});

it('holds the share, within 0 and 1, and narrows with more values', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(5000), (n, some) => {
      const x = Math.min(some, n);
      const { low, high } = wilson(x, n, Z);
      const more = wilson(x * 10, n * 10, Z);
      expect([low >= 0, low <= x / n + 1e-12, high + 1e-12 >= x / n, high <= 1]).toEqual([true, true, true, true]);
      expect(more.high - more.low).toBeLessThan(high - low);
    }),
  );
});
