import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AssessmentRule } from '../model/responsibility.js';
import { assessLevel, type WholeUnit } from '../testing/assess-level.js';
import { toolLoan } from '../testing/tool-loan.js';

const rule: AssessmentRule = {
  version: 1,
  levels: [{ level: 'depot', lines: ['tool'] }, { level: 'anybody' }],
  weights: { tool: 1, borrower: 3 },
  minimum: 4,
  z: 1.959963984540054,
  thresholds: { commend: 0, warn: 0.25, criticise: 0.5 },
};

/** A unit that answers for `worth` of so many records, of which the first `wrong` have an error. */
function unit(name: string, records: number, wrong = 0, field = 'worth'): WholeUnit {
  const ids = Array.from({ length: records }, (_, index) => `r${index}`);
  return {
    unit: name,
    name,
    records: ids.map((id) => [id, [field]] as const),
    errors: new Map(ids.slice(0, wrong).map((id) => [id, [{ field, missing: false }]])),
  };
}

const assess = (units: readonly WholeUnit[], level = 'depot') => assessLevel(level, units, rule, toolLoan);

describe('units of a month', () => {
  it('are ranked by rate; equal rates share a rank, and the next is as if they had not', () => {
    const ranked = assess([unit('d', 8, 4), unit('b', 4, 1), unit('c', 8, 2), unit('a', 5)]);
    expect(ranked.map(({ unit: name, rank, verdict }) => [name, rank, verdict])).toEqual([
      ['a', 1, 'commend'],
      ['b', 2, 'warn'],
      ['c', 2, 'warn'],
      ['d', 4, 'criticise'],
    ]);
  });

  it('with few values are listed unranked, without any have no rate', () => {
    const [few, none] = assess([unit('none', 0), unit('few', 3, 3)]);
    expect(few).toMatchObject({ unit: 'few', n: 3, x: 3, rate: 1, rank: null, verdict: null });
    expect(none).toMatchObject({ unit: 'none', n: 0, rate: null, interval: null, rank: null, verdict: null });
  });

  it('answer only for fields of their own line, and an error weighs what its section weighs', () => {
    expect(assess([unit('depot', 6, 2, 'use')])[0]).toMatchObject({ n: 0, x: 0, rate: null });
    expect(assess([unit('anybody', 6, 2, 'use')], 'anybody')[0]).toMatchObject({ n: 6, x: 2, weightN: 18, weightX: 6 });
  });

  it('have one error of a field in a record, however many were found; a missing value counts with its error', () => {
    const twice = { field: 'worth', missing: false };
    const facts = {
      ...unit('a', 4),
      errors: new Map([
        ['r0', [twice, twice]],
        ['r9', [{ field: 'depot', missing: true }]],
      ]),
    };
    expect(assess([facts])[0]).toMatchObject({ n: 5, x: 2 });
  });

  it('have an error only in what was in force for them', () => {
    const facts = { ...unit('a', 4), errors: new Map([['elsewhere', [{ field: 'worth', missing: false }]]]) };
    expect(assess([facts])[0]).toMatchObject({ n: 4, x: 0 });
  });

  it('never have more errors than values, nor a rank behind a worse one', () => {
    const facts = fc.record({ records: fc.nat(12), wrong: fc.nat(12) });
    fc.assert(
      fc.property(fc.array(facts, { maxLength: 8 }), (list) => {
        const units = assess(list.map(({ records, wrong }, index) => unit(`u${index}`, records, wrong)));
        const ranked = units.filter(({ rank }) => rank !== null);
        for (const { n, x } of units) expect(x).toBeLessThanOrEqual(n);
        ranked.slice(1).forEach((one, index) => {
          const before = ranked[index]!;
          expect((before.rate ?? 0) <= (one.rate ?? 0) && before.rank! <= one.rank!).toBe(true);
        });
      }),
    );
  });
});
