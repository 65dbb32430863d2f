import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Directory } from '#directory';
import { measuresAt, type CountedRow } from '#records';
import { Tally } from './tally.js';
import { childrenOf, shownOf } from './unit-counts.js';

const directory = { unit: () => undefined } as unknown as Directory;
const maybe = <Value>(...values: readonly Value[]) => fc.option(fc.constantFrom(...values));
const flag = fc.constantFrom(0, 1);

const row: fc.Arbitrary<CountedRow> = fc.record({
  record_id: fc.uuid(),
  cycle: fc.constant('2020-2021'),
  village: maybe('430482100201', '430482100202'),
  township: maybe('430482100', '430482101'),
  school: maybe('4304820101', '4304820102'),
  stage: maybe('primary', 'junior', 'none'),
  sex: maybe('male', 'female'),
  boarding: flag,
  categories: fc.subarray(['registered', 'orphan', 'disabled']).map((list) => JSON.stringify(list)),
  status: fc.constantFrom('collecting', 'in-review', 'approved', 'closed'),
  compulsory: flag,
  registered_outside: maybe('430426'),
  enrolled_outside: maybe('4304269001'),
  on_roll: flag,
  unassigned: flag,
  due_at: fc.constant(null),
  waiting: fc.constant('[]'),
  visits: fc.nat(3),
  errors: fc.nat(2),
}) as unknown as fc.Arbitrary<CountedRow>;

const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((total, n) => total + n, 0);
const students = (parts: readonly { readonly students: number }[] = []) => parts.reduce((total, part) => total + part.students, 0);

describe.each(['county', 'township'] as const)('the counts of a %s', (level) => {
  it('add up to its students, or say of whom they do not know it', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
        const tally = new Tally();
        for (const one of rows) tally.add(measuresAt(one, level));
        const open = rows.filter(({ status }) => status !== 'closed');
        const counts = { ...shownOf(tally, directory), ...childrenOf(level, tally, directory) };
        const { byStatus, byStage, bySex, compulsoryAge, bySchool, notEnrolled = 0 } = counts;
        expect(counts.students).toBe(open.length);
        expect(sum(byStatus)).toBe(rows.length);
        expect([sum(byStage), sum(bySex)]).toEqual([open.length, open.length]);
        expect(byStage['unknown'] ?? 0).toBe(open.filter(({ stage }) => stage === null).length);
        expect(bySex['unknown'] ?? 0).toBe(open.filter(({ sex }) => sex === null).length);
        expect(students(bySchool) + notEnrolled).toBe(open.length);
        expect(students(level === 'county' ? counts.byTownship : counts.byVillage)).toBe(open.length);
        expect(students(compulsoryAge.bySchool) + compulsoryAge.notEnrolled).toBe(compulsoryAge.students);
        expect(compulsoryAge.students).toBe(open.filter(({ compulsory }) => compulsory === 1).length);
        for (const n of Object.values(counts.byCategory)) expect(n).toBeLessThanOrEqual(open.length);
      }),
      { numRuns: 200 },
    );
  });
});
