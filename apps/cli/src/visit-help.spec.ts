import { expect, it } from '@jest/globals';
import { visitRules } from '#student-aid';
import { visitHelp } from './visit-help.js';

it('names every method and purpose of a visit as the record type does, and no other', () => {
  const told = [...visitHelp.matchAll(/([^\s:]+) \(([^,]+), /gu)].map(([, code, zh]) => [code, zh]);
  const declared = [...visitRules.methods, ...visitRules.purposes];
  expect(told).toEqual(declared.map(({ code, label }) => [code, label.zh]));
  for (const { label } of declared) expect(visitHelp).toContain(`, ${label.en})`);
});
