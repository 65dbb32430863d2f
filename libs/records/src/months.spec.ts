import { expect, it } from '@jest/globals';
import { checkedMonth, cycleOfMonth, monthOf } from './months.js';

it('a month is a year and one of twelve', () => {
  expect(checkedMonth('2020-09')).toBe('2020-09');
  for (const wrong of ['2020-13', '2020-9', '2020-00', '', '2020-09-01']) expect(() => checkedMonth(wrong)).toThrow('wrong-month');
});

it('a school year goes from September to August', () => {
  expect(['2020-08', '2020-09', '2020-12', '2021-01', '2021-08'].map(cycleOfMonth)).toEqual([
    '2019-2020',
    '2020-2021',
    '2020-2021',
    '2020-2021',
    '2020-2021',
  ]);
});

it('a month begins at midnight in Shanghai', () => {
  expect(monthOf('2020-08-31T15:59:59.999Z')).toBe('2020-08');
  expect(monthOf('2020-08-31T16:00:00.000Z')).toBe('2020-09');
});
