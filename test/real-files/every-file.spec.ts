import { readdirSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { FILES } from './support/county.js';
import { everyCase } from './tables/index.js';

/** Files that `search.int.spec.ts` looks for people in. */
const SEARCHED = ['20-surnames.csv', '20-searches.csv'];

it('every file of real-files stands in a table of what is right', () => {
  const tested = everyCase.flatMap(({ files, mapping }) => [...files, ...(mapping === undefined ? [] : [mapping])]);
  const there = readdirSync(FILES).filter((name) => name !== 'README.md');
  expect([...new Set([...tested, ...SEARCHED])].sort()).toEqual(there.sort());
});
