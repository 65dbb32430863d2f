import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { drawSample, populationDigest, sampleSize } from './sample.js';

const rule = { percent: 10, minimum: 1 };
const ids = fc.uniqueArray(fc.uuid(), { maxLength: 60 });

describe('a sample', () => {
  it('is of the share that is asked for, rounded up, at least the minimum, at most everybody', () => {
    expect([0, 1, 10, 11, 95].map((population) => sampleSize(population, rule))).toEqual([0, 1, 1, 2, 10]);
    expect(sampleSize(2, { percent: 10, minimum: 5 })).toBe(2);
    expect(sampleSize(30, { percent: 100, minimum: 1 })).toBe(30);
  });

  it('is the same from the same seed, whatever the order of the population; a larger one holds the smaller', () => {
    fc.assert(
      fc.property(fc.string(), ids, fc.nat(60), (seed, population, size) => {
        const drawn = drawSample(seed, population, size);
        expect(drawSample(seed, [...population].reverse(), size)).toEqual(drawn);
        expect(drawn).toHaveLength(Math.min(size, population.length));
        expect(drawn.every((recordId) => population.includes(recordId))).toBe(true);
        expect(drawSample(seed, population, size + 1).slice(0, drawn.length)).toEqual(drawn);
      }),
    );
  });

  it('draws everybody about as often', () => {
    const population = Array.from({ length: 20 }, (_, index) => `record-${index}`);
    const drawn = new Map(population.map((recordId) => [recordId, 0]));
    for (let seed = 0; seed < 2_000; seed += 1) {
      for (const recordId of drawSample(`seed ${seed}`, population, 5)) drawn.set(recordId, (drawn.get(recordId) ?? 0) + 1);
    }
    // 500 expected, with a standard deviation of 19.
    for (const times of drawn.values()) expect(Math.abs(times - 500)).toBeLessThan(100);
  });
});

it('a population has one digest, whatever its order', () => {
  expect(populationDigest(['b', 'a'])).toBe(populationDigest(['a', 'b']));
  expect(populationDigest(['a', 'b'])).not.toBe(populationDigest(['a', 'b', 'c']));
});
