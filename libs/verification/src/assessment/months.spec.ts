import { expect, it } from '@jest/globals';
import { Refusal } from '#kernel';
import { checkedMonth, endOfMonth, monthAfter, monthBefore, monthOf, startOfMonth } from './months.js';

it('months are those of Asia/Shanghai', () => {
  expect(endOfMonth('2020-09')).toBe('2020-09-30T15:59:59.999Z');
  expect(startOfMonth('2020-10')).toBe('2020-09-30T16:00:00.000Z');
  expect(endOfMonth('2020-12')).toBe('2020-12-31T15:59:59.999Z');
  expect(monthOf('2020-09-30T15:59:59.999Z')).toBe('2020-09');
  expect(monthOf('2020-09-30T16:00:00.000Z')).toBe('2020-10');
  expect([monthBefore('2021-01'), monthAfter('2020-12')]).toEqual(['2020-12', '2021-01']);
});

it('a month is a year and one of twelve', () => {
  expect(checkedMonth('2020-09')).toBe('2020-09');
});

it.each(['2020-00', '2020-09-01', '0000-01', '9999-12', '2020-13', '2020-9', '202009', ''])('%j is no month', (text) => {
  expect(() => checkedMonth(text)).toThrow(new Refusal('invalid', 'wrong-month'));
});
