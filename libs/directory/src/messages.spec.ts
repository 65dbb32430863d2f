import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { directoryMessages } from './messages.js';

const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.includes('testing') && !file.endsWith('spec.ts') && !file.endsWith('messages.ts'),
);
const text = sources.map((file) => readFileSync(join(import.meta.dirname, file), 'utf8')).join('\n');

it('has a text in both languages for every code that is used, and none that is not', () => {
  const refused = [...text.matchAll(/new Refusal\('[a-z-]+', '([a-z-]+)'/g)].map((match) => match[1] ?? '');
  expect(refused.length).toBeGreaterThan(10);
  expect(refused.filter((code) => directoryMessages[code] === undefined)).toEqual([]);
  // What codes are called is not a refusal.
  const codes = Object.keys(directoryMessages).filter((code) => !code.startsWith('term:'));
  expect(codes.filter((code) => !text.includes(`'${code}'`))).toEqual([]);
  expect(Object.values(directoryMessages).every(({ zh, en }) => /\p{Script=Han}/u.test(zh) && en.length > 0)).toBe(true);
});
