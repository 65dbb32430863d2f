import { describe, expect, it } from '@jest/globals';
import { shownData } from './shown-events.js';

const c = 'a'.repeat(64);

describe('shownData', () => {
  it('leaves of an envelope its commitment alone, however deep it stands', () => {
    const data = { values: { name: { c, v: '张小花' } }, list: [{ right: { c, v: 1 } }], level: 'village' };
    expect(shownData(data, () => undefined)).toEqual({ values: { name: { c } }, list: [{ right: { c } }], level: 'village' });
  });

  it('asks for each value under the name of its field', () => {
    const asked: string[] = [];
    const data = { values: { stage: { c, v: 'primary' } }, checked: { name: { outcome: 'differs', value: { c, v: '张花' } } } };
    const shown = shownData(data, (value, field) => {
      asked.push(field);
      return value;
    });
    expect(asked).toEqual(['stage', 'name']);
    expect(shown).toEqual(data);
  });

  it('does not take for an envelope what only looks like one', () => {
    const data = { c: 7, v: 1, nested: { c, v: 1, more: 2 } };
    expect(shownData(data, () => undefined)).toEqual(data);
  });
});
