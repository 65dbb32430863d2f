import fc from 'fast-check';
import type { Case } from './cases.js';
import { everyCase } from '../tables/index.js';

/** Files of different departments, in one order. */
export type Pair = readonly [string, string];

/** Every pair that the tables import together. */
export const plainPairs: readonly Pair[] = everyCase.flatMap(({ files: [one, other], right, mapping }) =>
  right === undefined || mapping !== undefined || one === undefined || other === undefined ? [] : [[one, other] as const],
);

const SIGNS = [
  ['poverty', 'registered'],
  ['civil', 'minimum-living'],
  ['disabled', 'disabled'],
] as const;

/** Whose roster a single file is: by the category that its people have; a roll stands in the second place of its pair. */
function departmentsOf(cases: readonly Case[]): ReadonlyMap<string, readonly string[]> {
  const files = new Map<string, string[]>(SIGNS.map(([department]) => [department, []]));
  for (const { files: names, right, refused } of cases) {
    const [only = ''] = names;
    const categories = JSON.stringify(right?.records[0]?.categories ?? '');
    const [department] = SIGNS.find(([, category]) => categories.includes(`"${category}"`)) ?? [];
    if (names.length === 1 && refused === undefined && department !== undefined) files.get(department)?.push(only);
  }
  return files.set(
    'roll',
    plainPairs.map(([, roll]) => roll),
  );
}

/** Pairs that no table has, of different departments. @param seed says which */
export function otherPairs(seed: number, many: number): readonly Pair[] {
  const files = departmentsOf(everyCase);
  const pair = fc
    .shuffledSubarray([...files.keys()], { minLength: 2, maxLength: 2 })
    .chain((departments) => fc.tuple(...departments.map((department) => fc.constantFrom(...(files.get(department) ?? [])))))
    .map(([one = '', other = '']): Pair => [one, other]);
  return fc.sample(pair, { seed, numRuns: many });
}
