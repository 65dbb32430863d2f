import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { History } from './testing/history.js';
import { brokenBy, brokenByStoring } from './testing/invariants.js';
import { lending } from './testing/lending.js';
import { moves, play } from './testing/playing.js';

const RUNS = 200;

describe('whatever people do with tool loans', () => {
  const happened = new Map<string, number>();

  it('nothing is broken that must hold', () => {
    Error.stackTraceLimit = 0;
    const begin = new History(lending);
    fc.assert(
      fc.property(moves, (list) => {
        const end = play(lending, list, begin, (before, after) => {
          const broken = brokenBy(before, after);
          if (broken.length > 0) throw new Error(broken.join('\n'));
        });
        for (const { type } of end.events) happened.set(type, (happened.get(type) ?? 0) + 1);
        expect(brokenByStoring(end)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('every kind of event comes of it, approvals above all', () => {
    expect(happened.size).toBeGreaterThanOrEqual(22);
    expect(happened.get('record-approved')).toBeGreaterThan(RUNS / 2);
  });
});
