import { describe, expect, it } from '@jest/globals';
import { schoolYearOf } from './school-year.js';

describe('schoolYearOf', () => {
  it.each([
    ['2020-08-31T15:59:59.999Z', '2019-2020'],
    ['2020-08-31T16:00:00.000Z', '2020-2021'],
    ['2020-12-31T16:00:00.000Z', '2020-2021'],
  ])('of %s is %s', (time, cycle) => expect(schoolYearOf(time)).toBe(cycle));
});
