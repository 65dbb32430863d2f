import { describe, expect, it } from '@jest/globals';
import { categories, holdsIn, labelOn, stages, type ReferenceEntry } from './reference-data.js';

describe('reference data', () => {
  it('has the codes that are promised to scripts', () => {
    const codes = (entries: readonly ReferenceEntry[]) => [...new Set(entries.map(({ code }) => code))];
    expect(codes(categories)).toEqual(['registered', 'minimum-living', 'destitute', 'orphan', 'disabled', 'registered-elsewhere', 'other']);
    expect(codes(stages)).toEqual(['preschool', 'primary', 'junior', 'senior', 'vocational', 'none']);
  });

  it('keeps old names: registered households have another from the school year 2021', () => {
    expect(labelOn(categories, 'registered', '2020-09-01')?.zh).toBe('建档立卡');
    expect(labelOn(categories, 'registered', '2021-08-31')?.zh).toBe('建档立卡');
    expect(labelOn(categories, 'registered', '2021-09-01')?.zh).toBe('脱贫家庭');
    expect(labelOn(categories, 'nonsense', '2021-09-01')).toBeUndefined();
  });

  it('names no code twice on one day', () => {
    for (const day of ['2014-09-01', '2020-09-01', '2021-08-31', '2021-09-01', '2030-01-01'])
      for (const entries of [categories, stages]) {
        const held = entries.filter(({ from, to }) => from <= day && (to === undefined || day < to)).map(({ code }) => code);
        expect(new Set(held).size).toBe(held.length);
      }
  });

  it('lets a code be used in every school year of which it holds a day', () => {
    const entries = [{ code: 'k', label: { zh: '甲', en: 'k' }, from: '2018-03-01', to: '2019-09-01' }];
    expect(['2016-2017', '2017-2018', '2018-2019', '2019-2020'].map((cycle) => holdsIn(entries, 'k', cycle))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
