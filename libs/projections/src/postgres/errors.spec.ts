import { expect, it } from '@jest/globals';
import { PostgresError, told } from './errors.js';

it.each([
  ['53100', 'disk-full'],
  ['57P01', 'read-store-unavailable'],
  ['ECONNREFUSED', 'read-store-unavailable'],
])('what passes on a server is told as what passes: %s', (code, refusal) => {
  expect(told(Object.assign(new Error('a row'), { code }))).toMatchObject({ kind: 'unavailable', code: refusal });
});

it('what a server refuses is told by its code alone', () => {
  const error = told(Object.assign(new Error('a row'), { code: '22P02' }));
  expect(error).toBeInstanceOf(PostgresError);
  expect(error.message).not.toContain('row');
});
