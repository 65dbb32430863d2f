import { expect, it } from '@jest/globals';
import { Latest } from './latest.js';

it('keeps what was set last', () => {
  const latest = new Latest<string, number>(2);
  for (const [index, key] of ['a', 'b', 'a', 'c'].entries()) latest.set(key, index);
  expect(['a', 'b', 'c'].map((key) => latest.get(key))).toEqual([2, undefined, 3]);
  latest.delete('a');
  latest.set('d', 4);
  expect(['a', 'c', 'd'].map((key) => latest.get(key))).toEqual([undefined, 3, 4]);
});
