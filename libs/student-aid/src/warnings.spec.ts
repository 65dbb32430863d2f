import { describe, expect, it } from '@jest/globals';
import type { Json } from '#kernel';
import { allValues } from './testing/complete-values.js';
import * as units from './testing/county.js';
import { CYCLE, recordWith } from './testing/record-with.js';
import { warnings } from './warnings.js';

const context = { staffing: units.county, cycle: CYCLE, now: '2020-09-10T02:00:00.000Z' };
type Values = Readonly<Record<string, Json>>;
const warned = (values: Values) => warnings(recordWith(values), context).map(({ pointer, code }) => `${pointer}: ${code}`);

describe('warnings', () => {
  it('there are none of a usual record, and none of an empty one', () => {
    expect(warned(allValues)).toEqual([]);
    expect(warned({})).toEqual([]);
  });

  it('says what differs from the ID number', () => {
    expect(warned({ ...allValues, birthDate: '2008-03-05', sex: 'male', studentNumber: 'G11010519491231002X' })).toEqual([
      '/values/birthDate: birth-date-differs',
      '/values/sex: sex-differs',
      '/values/studentNumber: student-number-differs',
    ]);
    expect(warned({ ...allValues, studentNumber: 'L430482200803041234' })).toEqual([]);
  });

  it.each<[string, Values, boolean]>([
    ['grade 7 at 12', { birthDate: '2008-03-04', stage: 'junior', grade: 7 }, false],
    ['grade 7 at 14', { birthDate: '2006-03-04', stage: 'junior', grade: 7 }, false],
    ['grade 7 at 15', { birthDate: '2005-03-04', stage: 'junior', grade: 7 }, true],
    ['grade 7 at 10', { birthDate: '2010-03-04', stage: 'junior', grade: 7 }, false],
    ['grade 7 at 9', { birthDate: '2011-03-04', stage: 'junior', grade: 7 }, true],
    ['a stage without a grade at its edge and two years', { birthDate: '2006-10-04', stage: 'primary' }, false],
    ['a stage without a grade, three years late', { birthDate: '2006-03-04', stage: 'primary' }, true],
    ['a grade that is counted from 1 in a vocational school', { birthDate: '2004-03-04', stage: 'vocational', grade: 2 }, false],
    ['preschool at 3', { birthDate: '2017-03-04', stage: 'preschool' }, false],
    ['preschool at 8', { birthDate: '2012-03-04', stage: 'preschool' }, true],
    ['no birth date', { stage: 'primary', grade: 1 }, false],
  ])('of the age: %s: %s', (_what, values, odd) => {
    expect(warned(values)).toEqual(odd ? ['/values/stage: age-unusual-for-stage'] : []);
  });

  it('says who should be in school, and who is and is not', () => {
    expect(warned({ birthDate: '2008-03-04', stage: 'none' })).toEqual(['/values/stage: out-of-school-at-compulsory-age']);
    expect(warned({ birthDate: '2002-03-04', stage: 'none' })).toEqual([]);
    expect(warned({ birthDate: '2002-03-04', stage: 'none', school: units.HIGH })).toEqual(['/values/stage: stage-contradicts-school']);
  });

  it.each<[string, string, string, boolean]>([
    ['a village school of another township', units.OTHER_VILLAGE, units.VILLAGE_SCHOOL, true],
    ['a centre school of another township', units.OTHER_VILLAGE, units.CENTRE, true],
    ['a village school of the township', units.VILLAGE, units.VILLAGE_SCHOOL, false],
    ['a high school, which is for the whole county', units.OTHER_VILLAGE, units.HIGH, false],
    ['a household elsewhere', units.OUTSIDE_REGION, units.VILLAGE_SCHOOL, false],
  ])('of the school: %s', (_what, region, school, odd) => {
    expect(warned({ region, school })).toEqual(odd ? ['/values/school: school-in-other-township'] : []);
  });
});
