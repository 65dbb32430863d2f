import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as calendar from './calendar.js';
import { dice } from './dice.js';

const { dateOf, dayAt, dayOf, timeAt } = calendar;
const time = fc.date({ min: new Date('2019-01-01'), max: new Date('2023-12-31'), noInvalidDate: true }).map((date) => date.toISOString());

describe('the calendar', () => {
  it('counts days in Asia/Shanghai', () => {
    expect(dateOf(dayOf('2020-08-31T16:00:00.000Z'))).toBe('2020-09-01');
    expect(dateOf(dayOf('2020-08-31T15:59:59.999Z'))).toBe('2020-08-31');
    expect(timeAt(dayAt('2020-09-01'), 8.5)).toBe('2020-09-01T00:30:00.000Z');
  });

  it.each([
    ['2020-09-01', 0, '2020-09-01'],
    ['2020-09-04', 1, '2020-09-07'],
    ['2020-09-05', 0, '2020-09-07'],
    ['2020-09-05', 1, '2020-09-07'],
    ['2020-09-30', 1, '2020-10-08'],
    ['2020-09-01', 10, '2020-09-15'],
  ])('knows weekends and the National Day: %s and %i working days are %s', (day, count, expected) => {
    expect(dateOf(calendar.workingDaysAfter(dayAt(day), count))).toBe(expected);
  });

  it('always goes on to an hour of work, never back and never to the same moment', () => {
    fc.assert(
      fc.property(time, fc.nat(20), (from, days) => {
        for (const then of [calendar.later(from, days, dice(from, days)), calendar.nextHour(from), calendar.fridayAfter(from)]) {
          const day = dayOf(then);
          expect(then > from && calendar.isWorkingDay(day)).toBe(true);
          expect(calendar.WORK_HOURS.map((hour) => timeAt(day, hour))).toContain(then);
        }
      }),
    );
  });

  it('counts months', () => {
    expect(calendar.monthsLater('2020-09-01T00:00:00.000Z', 3)).toBe('2020-12-01T00:00:00.000Z');
    expect(calendar.monthsLater('2020-08-31T02:00:00.000Z', 6)).toBe('2021-02-28T02:00:00.000Z');
    expect(calendar.monthsBetween('2020-11-01T00:00:00.000Z', '2021-01-31T00:00:00.000Z')).toEqual(['2020-11', '2020-12', '2021-01']);
  });

  it('knows the school year', () => {
    expect(calendar.cycleAt('2020-08-31T15:00:00.000Z')).toBe('2019-2020');
    expect(calendar.cycleAt('2020-08-31T16:00:00.000Z')).toBe('2020-2021');
  });
});
