import { each, reportedAt, type Case } from '../support/cases.js';
import { A, B, registered, registeredAndEnrolled } from '../support/people.js';

const DATES = '18-dates.csv';
const PEOPLE = [...'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥']
  .map((sign) => `日${sign}`)
  .concat([...'甲乙丙丁戊己庚辛壬'].map((sign) => `月${sign}`));
/** Their numbers, by line from 2 on: all born on one day. */
const ENDINGS =
  '7015 7031 7058 7074 7090 7111 7138 7154 7170 7197 7218 7234 7250 7277 7293 7314 7330 7357 7373 739X 7410 7437 7453 747X 7496 7517 7533 755X 7576 7592 7613'.split(
    ' ',
  );

/** A bare number, no day, the order or the names of another country, no such day, other signs between the parts. */
const NO_DATES = [14, 15, 16, 17, 18, 19, 21, 22, 23, 25, 26, 27, 30, 31, 32];

const ONE = { records: [registered(A)] };

/** Dates in cells, and the day of a roster in its title. */
export const days: readonly Case[] = [
  {
    kind: 15,
    files: ['00-two-pov.csv', '02-iso-date.xlsx'],
    is: 'the roll states both days, nothing is reported',
    right: { records: [registeredAndEnrolled(A), registeredAndEnrolled(B)] },
  },
  {
    kind: 15,
    files: ['18-dates-pov.csv', DATES],
    is: 'thirty-one records; a time of day is left out, with a zone the day is that of Shanghai',
    right: {
      records: PEOPLE.map((name, index) =>
        registeredAndEnrolled({ name, idNumber: `43048220120704${ENDINGS[index] ?? ''}` }, { headName: '刘雨娟' }),
      ),
      findings: reportedAt(DATES, '出生日期', ...NO_DATES),
    },
  },
  { kind: 25, files: ['27-title-range.xlsx'], is: 'the end of the range', right: ONE, day: { asOf: '2020-08-31' } },
  { kind: 25, files: ['27-title-future.xlsx'], is: 'a day until which something holds is none', right: ONE, day: { asOf: '2020-09-01' } },
  { kind: 25, files: ['27-title-cn.xlsx'], is: 'a day in Chinese numerals', right: ONE, day: { asOf: '2020-08-30' } },
  ...each(['27-title-birth.xlsx', '27-title-print.xlsx', '27-title-slash.xlsx'], {
    kind: 25,
    is: 'the day in the title',
    right: ONE,
    day: { asOf: '2020-08-30' },
  }),
  ...each(['27-title-month.xlsx', '27-title-two-digit.xlsx'], {
    kind: 25,
    is: 'a month is no day, nor is a year of two digits',
    right: ONE,
    day: { asOf: '2020-09-01', dated: 'import' },
  }),
];
