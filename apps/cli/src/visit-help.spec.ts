import { expect, it } from '@jest/globals';
import { visitRules } from '#student-aid';
import { visitHelp } from './visit-help.js';

it('names every method and purpose of a visit as the record type does, and no other', () => {
  let rest = visitHelp;
  for (const { code, label } of [...visitRules.methods, ...visitRules.purposes]) {
    const told = `${code} (${label.zh}, ${label.en})`;
    expect(rest).toContain(told);
    rest = rest.replace(told, '');
  }
  expect(rest).not.toContain('(');
});
