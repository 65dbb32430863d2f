import { describe, expect, it } from '@jest/globals';
import { dayAt, isDay } from './days.js';

describe('isDay', () => {
  it.each(['2020-02-29', '2012-12-31', '1900-01-01'])('%s is a day', (text) => expect(isDay(text)).toBe(true));
  it.each(['2019-02-29', '2020-04-31', '2020-13-01', '2020-00-10', '2020-1-1', '2020-01-01T00:00:00Z', '20200101', ''])(
    '%j is none',
    (text) => expect(isDay(text)).toBe(false),
  );

  it('is what the calendar says, for every month of four hundred years', () => {
    for (let year = 1800; year < 2200; year += 1) {
      for (let month = 1; month <= 12; month += 1) {
        const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
        const of = (day: number) => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        expect([0, 1, last, last + 1].map((day) => isDay(of(day)))).toEqual([false, true, true, false]);
      }
    }
  });
});

describe('dayAt', () => {
  it('counts days as the county does', () => {
    expect(dayAt('2020-08-31T15:59:59.999Z')).toBe('2020-08-31');
    expect(dayAt('2020-08-31T16:00:00.000Z')).toBe('2020-09-01');
  });
});
