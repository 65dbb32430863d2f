import { expect, it } from '@jest/globals';
import { sections } from '../sections.js';
import { v1 } from './v1.js';

const DEPARTMENTS = ['civil-affairs', 'disabled-federation', 'education', 'poverty-alleviation', 'provincial-list'];

it('ranks all departments for every field, so that the order of files does not matter', () => {
  const names = sections.flatMap(({ fields }) => fields.map(({ name }) => name));
  expect([...Object.keys(v1.precedence), ...v1.unionFields].sort()).toEqual([...names].sort());
  for (const ranks of Object.values(v1.precedence)) expect([...ranks].sort()).toEqual(DEPARTMENTS);
});

it('believes each department in its own', () => {
  expect(v1.precedence['name']?.[0]).toBe('poverty-alleviation');
  expect(v1.precedence['guardian']?.at(-1)).toBe('education');
  expect(v1.precedence['school']?.slice(0, 2)).toEqual(['education', 'provincial-list']);
  expect(v1.unionFields).toEqual(['categories', 'certificateNumbers']);
});
