import { describe, expect, it } from '@jest/globals';
import type { Json } from '#kernel';
import type { Source } from '#verification';
import { allValues, without } from '../testing/complete-values.js';
import { county, KINDERGARTEN, OUTSIDE_REGION, OUTSIDE_SCHOOL, VILLAGE } from '../testing/county.js';
import { recordWith } from '../testing/record-with.js';
import { v1 } from './v1.js';

type Values = Readonly<Record<string, Json>>;
const PAYMENT = ['payeeName', 'payeeIdNumber', 'bank', 'cardNumber'];
const ROLL = ['grade', 'class', 'studentNumber'];

const missing = (line: string, values: Values, source?: Source) =>
  v1.missing(line, recordWith(values, {}, source), county).map(({ kind, name }) => `${kind}:${name}`);
const fields = (...names: readonly string[]) => names.map((name) => `field:${name}`);

describe('before a line is submitted', () => {
  it.each(['household', 'enrolment'])('nothing is missing on the %s line of a whole record', (line) => {
    expect(missing(line, allValues)).toEqual([]);
  });

  it.each(['household', 'enrolment'])('the %s line wants one visit, whoever made it', (line) => {
    expect(v1.missing(line, recordWith(allValues, { visits: [] }), county)).toEqual([{ kind: 'visit', name: 'any' }]);
  });

  it('everything that the household line needs is named', () => {
    const needed = ['name', 'sex', 'birthDate', 'idNumber', 'ethnicity', 'region', 'address', 'headName', 'members', 'guardian'];
    expect(missing('household', {})).toEqual(fields(...needed, 'guardianPhone', 'categories'));
  });

  it.each(['householdNumber', 'headIdNumber', 'certificateNumbers'])('%s may be left out', (field) => {
    expect(missing('household', without(field))).toEqual([]);
  });

  it('a cause is needed of registered households only', () => {
    expect(missing('household', without('cause'))).toEqual(fields('cause'));
    expect(missing('household', { ...without('cause'), categories: ['disabled'] })).toEqual([]);
  });

  it.each([null, '', []])('%j is no value', (value) => {
    expect(missing('household', { ...allValues, guardian: value, categories: value })).toEqual(fields('guardian', 'categories'));
  });

  it('false is a value', () => expect(missing('enrolment', { ...allValues, boarding: false })).toEqual([]));

  it('a household outside the county needs what others need', () => {
    expect(missing('household', { ...allValues, region: OUTSIDE_REGION })).toEqual([]);
  });
});

describe('what the enrolment line needs', () => {
  it.each<[string, Values, readonly string[]]>([
    ['a pupil on a roll', { birthDate: '2010-01-01' }, ['school', 'stage', 'boarding', ...ROLL, ...PAYMENT]],
    ['a child of a kindergarten', { school: KINDERGARTEN, stage: 'preschool' }, ['boarding', ...PAYMENT]],
    ['a student enrolled outside', { school: OUTSIDE_SCHOOL }, ['stage', 'boarding']],
    ['a child under six on no roll', { birthDate: '2015-01-01' }, []],
    ['a student out of school, past compulsory age', { birthDate: '2003-01-01', stage: 'none' }, []],
    ['a child under six of a stage', { birthDate: '2015-01-01', stage: 'preschool' }, ['school', 'boarding', ...PAYMENT]],
  ])('of %s', (_who, values, names) => {
    expect(missing('enrolment', { region: VILLAGE, ...values })).toEqual(fields(...names));
  });

  it.each<[string, Source['kind'], readonly string[]]>([
    ['as collected', 'collected', ['finding:out-of-school']],
    ['as a roster says', 'roster', ['finding:out-of-school']],
    ['by a decided finding', 'finding', []],
    ['by a correction', 'correction', []],
    ['carried over from an approved year', 'carried', []],
  ])('of compulsory age and out of school %s', (_how, kind, needed) => {
    expect(missing('enrolment', { region: VILLAGE, birthDate: '2008-01-01', stage: 'none' }, { kind })).toEqual(needed);
    expect(missing('household', { ...allValues, school: null, stage: 'none' }, { kind })).toEqual([]);
  });

  it('of an unknown age and out of school is a decision', () => {
    expect(missing('enrolment', { stage: 'none' })).toEqual(['finding:out-of-school']);
  });

  it('does not take a school for one that the directory does not know', () => {
    expect(missing('enrolment', { ...allValues, school: '9999999999' })).toEqual(fields('school'));
  });
});
