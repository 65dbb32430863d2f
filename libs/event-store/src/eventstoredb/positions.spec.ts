import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BEFORE_ALL, isKnown, toLogPosition, toPosition } from './positions.js';

const number = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const place = fc.record({ commit: number, prepare: number });

describe('positions of EventStoreDB as text', () => {
  it('come back as they were, both halves', () => {
    fc.assert(fc.property(place, (position) => expect(toLogPosition(toPosition(position))).toEqual(position)));
  });

  it('sort as the server does: by commit, then by prepare', () => {
    fc.assert(
      fc.property(place, place, (a, b) => {
        const before = a.commit < b.commit || (a.commit === b.commit && a.prepare < b.prepare);
        expect(toPosition(a) < toPosition(b)).toBe(before);
        expect(BEFORE_ALL <= toPosition(a)).toBe(true);
      }),
    );
  });

  it('are not known where the server sends -1', () => {
    expect(isKnown({ commit: 2n ** 64n - 1n, prepare: 2n ** 64n - 1n })).toBe(false);
    expect(isKnown(undefined)).toBe(false);
    expect(isKnown({ commit: 0n, prepare: 0n })).toBe(true);
  });
});
