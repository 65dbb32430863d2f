import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { OwnRows } from './own-rows.js';

/** A commit of some rows of a category, here or by another process. */
const commits = fc.array(
  fc.record({ ours: fc.boolean(), category: fc.constantFrom('record', 'roster', 'directory'), rows: fc.integer({ min: 1, max: 3 }) }),
  { maxLength: 12 },
);

describe('the rows that were written here', () => {
  it('say that there is no news of a category only if there is none, whoever wrote what', () => {
    fc.assert(
      fc.property(commits, fc.subarray(['record', 'roster', 'directory'], { minLength: 1 }), fc.nat(40), (written, asked, from) => {
        const own = new OwnRows();
        const log: string[] = [];
        for (const { ours, category, rows } of written) {
          for (let row = 0; row < rows; row += 1) log.push(category);
          if (ours) own.wrote(category, log.length - rows + 1, log.length);
        }
        const news = log.slice(from).some((category) => asked.includes(category));
        expect(own.hasNone(asked, from, log.length) && news).toBe(false);
      }),
    );
  });

  it('say so while nobody else writes, whatever else is written here', () => {
    const own = new OwnRows();
    own.wrote('directory', 1, 3);
    own.wrote('record', 4, 4);
    own.wrote('record', 5, 9);
    expect(own.hasNone(['directory', 'roles'], 3, 9)).toBe(true);
    expect(own.hasNone(['directory'], 2, 9)).toBe(false);
    expect(own.hasNone(['directory'], 3, 10)).toBe(false);
    // Row 10 is of somebody else, so what it says is not known.
    own.wrote('record', 11, 11);
    expect(own.hasNone(['directory'], 9, 11)).toBe(false);
    expect(own.hasNone(['directory'], 10, 11)).toBe(true);
  });
});
