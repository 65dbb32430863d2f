import { describe, expect, it } from '@jest/globals';
import { dayAt, isDay } from './dates.js';

describe('isDay', () => {
  it.each(['2020-02-29', '2012-12-31', '1900-01-01'])('%s is a day', (text) => expect(isDay(text)).toBe(true));
  it.each(['2019-02-29', '2020-04-31', '2020-13-01', '2020-00-10', '2020-1-1', '2020-01-01T00:00:00Z', '20200101', ''])(
    '%j is none',
    (text) => expect(isDay(text)).toBe(false),
  );
});

describe('dayAt', () => {
  it('counts days as the county does', () => {
    expect(dayAt('2020-08-31T15:59:59.999Z')).toBe('2020-08-31');
    expect(dayAt('2020-08-31T16:00:00.000Z')).toBe('2020-09-01');
  });
});
