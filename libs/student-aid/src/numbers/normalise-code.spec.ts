import { expect, it } from '@jest/globals';
import { normaliseCertificate, normaliseStudentNumber } from './normalise-code.js';

it.each<[string, string, readonly string[]]>([
  ['G43048220120704018X', 'G43048220120704018X', []],
  ['g43048220120704018x', 'G43048220120704018X', ['lower-case']],
  [' Ｇ43048220120704018Ｘ\u200b', 'G43048220120704018X', ['invisible', 'full-width', 'spaces']],
  ["'G430482 20120704 018X", 'G43048220120704018X', ['apostrophe', 'spaces']],
  ['="g430482201207040155"', 'G430482201207040155', ['formula-text', 'lower-case']],
  ['430482201207040155', '430482201207040155', []],
])('makes %j %s', (written, text, notes) => {
  expect(normaliseStudentNumber(written)).toEqual({ text, notes });
  expect(normaliseCertificate(written)).toEqual({ text, notes });
});
