import { describe, expect, it } from '@jest/globals';
import { validateSync, ValidateNested } from 'class-validator';
import fc from 'fast-check';
import { quickCheck, type Json } from '#kernel';
import { sections } from '../sections.js';
import { completeValues, type SectionName } from '../testing/complete-values.js';
import * as units from '../testing/county.js';
import { CYCLE } from '../testing/record-with.js';
import { EnrolmentValues } from './enrolment-values.js';
import { HouseholdValues } from './household-values.js';
import { IdentityValues } from './identity-values.js';
import { PaymentValues } from './payment-values.js';
import { PovertyValues } from './poverty-values.js';
import { validate } from './validate.js';

const NOW = '2020-09-10T02:00:00.000Z';
const context = { staffing: units.county, cycle: CYCLE, now: NOW };
const errors = (section: string, values: Readonly<Record<string, Json>>) =>
  validate(section, values, context).map(({ pointer, code }) => `${pointer.replace('/values/', '')}: ${code}`);

const names = Object.keys(completeValues) as readonly SectionName[];

describe('validate', () => {
  it.each(names)('finds nothing in good values of section %s', (section) => expect(errors(section, completeValues[section])).toEqual([]));

  it('has good values for every field of every section', () => {
    expect(Object.fromEntries(names.map((name) => [name, Object.keys(completeValues[name])]))).toEqual(
      Object.fromEntries(sections.map(({ name, fields }) => [name, fields.map((field) => field.name)])),
    );
  });

  it.each(names)('lets null clear every field of section %s', (section) => {
    expect(errors(section, Object.fromEntries(Object.keys(completeValues[section]).map((field) => [field, null])))).toEqual([]);
  });

  it.each(names)('holds every field of section %s to a rule: an object is never good', (section) => {
    for (const field of Object.keys(completeValues[section])) expect(errors(section, { [field]: { a: 1 } })).toHaveLength(1);
  });

  it('refuses fields of other sections and such as do not exist, without repeating their names', () => {
    const strange = [{ pointer: '/values', code: 'not-in-section' }];
    expect(validate('identity', { name: '张小花', school: units.JUNIOR }, context)).toEqual(strange);
    expect(validate('identity', JSON.parse('{"__proto__": {"name": 1}}') as Record<string, Json>, context)).toEqual(strange);
    expect(validate('constructor', {}, context)).toEqual([{ pointer: '/section', code: 'no-such-section' }]);
  });

  it('never throws, whatever comes, and never repeats a value', () => {
    const json = fc.jsonValue().map((value) => value as Json);
    for (const section of names)
      fc.assert(
        fc.property(fc.dictionary(fc.constantFrom(...Object.keys(completeValues[section])), json), (values) => {
          for (const error of validate(section, values, context)) {
            expect(error.pointer).toMatch(/^\/values\/[A-Za-z]+$/);
            expect(Object.keys(error).filter((key) => !['pointer', 'code', 'params'].includes(key))).toEqual([]);
            expect(Object.keys(error.params ?? {}).filter((key) => !['min', 'max', 'allowed'].includes(key))).toEqual([]);
          }
        }),
        { numRuns: 50 },
      );
  });
});

describe('the quick check', () => {
  const classes = {
    identity: IdentityValues,
    household: HouseholdValues,
    poverty: PovertyValues,
    enrolment: EnrolmentValues,
    payment: PaymentValues,
  } as const;

  it.each(names)('says of a section %s what class-validator says, whatever its values', (name) => {
    const isGood = quickCheck(classes[name]);
    const good = completeValues[name];
    const fields = Object.keys(good);
    const others = fc.oneof(
      fc.jsonValue(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', null, '2020-02-30', 31, -1, 1.5, ['a', 'a'], [1], []),
    );
    const values = fc.dictionary(fc.constantFrom(...fields), others, { maxKeys: 2 }).map((changed) => ({ ...good, ...changed }));
    const verdicts = new Set<boolean>();
    fc.assert(
      fc.property(values, (some) => {
        const section = Object.assign(new classes[name](), some);
        const verdict = isGood(section);
        verdicts.add(verdict);
        expect(verdict).toBe(validateSync(section).length === 0);
      }),
      { numRuns: 300 },
    );
    expect(verdicts.size).toBe(2);
  });

  it('takes no class whose rules it does not know', () => {
    class Nested {
      @ValidateNested() inner: object;
    }
    expect(() => quickCheck(Nested)).toThrow('inner');
  });
});

describe('each value in itself', () => {
  it.each<[SectionName, string, Json, string]>([
    ['identity', 'name', '', 'wrong-text'],
    ['identity', 'name', ' 张小花', 'wrong-text'],
    ['identity', 'name', '张小花\n', 'wrong-text'],
    ['identity', 'name', '张'.repeat(51), 'wrong-text'],
    ['identity', 'name', 7, 'wrong-text'],
    ['identity', 'sex', '女', 'wrong-code'],
    ['identity', 'birthDate', '2008-02-30', 'wrong-date'],
    ['identity', 'birthDate', '20080304', 'wrong-date'],
    ['identity', 'idNumber', '43048220080304002', 'wrong-length'],
    ['identity', 'idNumber', 430482200803040026, 'wrong-length'],
    ['identity', 'idNumber', '430482200813040022', 'wrong-birth-date'],
    ['identity', 'idNumber', '430482200803040021', 'wrong-check-digit'],
    ['household', 'region', '430482101', 'wrong-region'],
    ['household', 'region', '0304821012', 'wrong-region'],
    ['household', 'headIdNumber', '430482197501010018', 'wrong-check-digit'],
    ['household', 'members', 0, 'wrong-number'],
    ['household', 'members', 31, 'wrong-number'],
    ['household', 'members', 3.5, 'wrong-number'],
    ['household', 'members', '4', 'wrong-number'],
    ['household', 'guardianPhone', '1381234567', 'wrong-phone'],
    ['household', 'guardianPhone', '23812345678', 'wrong-phone'],
    ['poverty', 'categories', 'registered', 'wrong-list'],
    ['poverty', 'categories', ['rich'], 'wrong-code'],
    ['poverty', 'categories', ['registered', 'registered'], 'wrong-list'],
    ['poverty', 'certificateNumbers', [''], 'wrong-text'],
    ['poverty', 'certificateNumbers', [null], 'wrong-text'],
    ['poverty', 'certificateNumbers', Array.from({ length: 21 }, (_, n) => `${n}`), 'wrong-list'],
    ['enrolment', 'stage', '初中', 'wrong-code'],
    ['enrolment', 'grade', 13, 'wrong-number'],
    ['identity', 'name', '#N/A', 'wrong-text'],
    ['household', 'address', '####', 'wrong-text'],
    ['household', 'address', '斗岭\ufffd村', 'wrong-text'],
    ['household', 'address', '\ufffc', 'wrong-text'],
    ['household', 'address', '斗岭\ufffe村', 'wrong-text'],
    ['identity', 'ethnicity', '\ufdd0', 'wrong-text'],
    ['poverty', 'certificateNumbers', ['#REF!'], 'wrong-text'],
    ['enrolment', 'grade', 0, 'wrong-number'],
    ['enrolment', 'boarding', '是', 'wrong-flag'],
    ['enrolment', 'studentNumber', '430482200803040026', 'wrong-student-number'],
    ['payment', 'payeeIdNumber', '430482197501010018', 'wrong-check-digit'],
    ['payment', 'cardNumber', '6205500000000000005', 'wrong-card-number'],
  ])('%s %s: %j is %s', (section, field, value, code) => expect(errors(section, { [field]: value })).toEqual([`${field}: ${code}`]));

  it('says the bounds', () => {
    expect(validate('enrolment', { grade: 13 }, context)).toEqual([
      { pointer: '/values/grade', code: 'wrong-number', params: { min: 1, max: 12 } },
    ]);
  });

  it.each(['0734-7221234', '07347221234', '19900123456'])('takes the phone %s', (phone) =>
    expect(errors('household', { guardianPhone: phone })).toEqual([]),
  );

  it('names each wrong field once', () => {
    expect(errors('identity', { name: '', sex: 1, idNumber: 5 })).toEqual([
      'name: wrong-text',
      'sex: wrong-code',
      'idNumber: wrong-length',
    ]);
  });
});

describe('identity', () => {
  const { idNumber } = completeValues.identity;

  it('agrees with the ID number, if both are given', () => {
    expect(errors('identity', { idNumber, birthDate: '2008-03-05', sex: 'male' })).toEqual([
      'birthDate: birth-date-differs',
      'sex: sex-differs',
    ]);
    expect(errors('identity', { birthDate: '2008-03-05', sex: 'male' })).toEqual([]);
  });

  it('is of who has been born, by the day in the county', () => {
    const late = { ...context, now: '2020-09-09T16:00:00.000Z' };
    expect(validate('identity', { birthDate: '2020-09-10' }, late)).toEqual([]);
    expect(validate('identity', { birthDate: '2020-09-11' }, late)).toEqual([{ pointer: '/values/birthDate', code: 'date-in-future' }]);
    expect(errors('identity', { idNumber: '110105203009010022' })).toEqual(['idNumber: date-in-future']);
    expect(errors('identity', { birthDate: '1900-09-10' })).toEqual([]);
    expect(errors('identity', { birthDate: '1900-09-09' })).toEqual(['birthDate: birth-too-long-ago']);
    expect(errors('identity', { idNumber: '440524188001010014' })).toEqual(['idNumber: birth-too-long-ago']);
    expect(errors('household', { headIdNumber: '440524188001010014' })).toEqual(['headIdNumber: birth-too-long-ago']);
    expect(errors('payment', { payeeIdNumber: '110105203009010022' })).toEqual(['payeeIdNumber: date-in-future']);
  });
});

describe('region', () => {
  it.each<[string, string, readonly string[]]>([
    ['a village of the directory', units.VILLAGE, []],
    ['a county that is not ours', units.OUTSIDE_REGION, []],
    ['another county that the directory knows', '430426', []],
    ['our county without a village', units.COUNTY, ['region: village-needed']],
    ['a village that does not exist', '430482999999', ['region: no-such-village']],
  ])('%s', (_what, region, expected) => expect(errors('household', { region })).toEqual(expected));
});

describe('school', () => {
  it.each<[string, string, readonly string[]]>([
    ['a school of the directory', units.VILLAGE_SCHOOL, []],
    ['a school outside the county', units.OUTSIDE_SCHOOL, []],
    ['a school that does not exist', '9999999999', ['school: no-such-school']],
    ['a village', units.VILLAGE, ['school: no-such-school']],
    ['nothing after "outside:"', 'outside:', ['school: no-such-school']],
  ])('%s', (_what, school, expected) => expect(errors('enrolment', { school })).toEqual(expected));

  it('is none for who is in no school', () => {
    expect(errors('enrolment', { school: null, stage: 'none' })).toEqual([]);
    expect(errors('enrolment', { school: units.JUNIOR, stage: 'none' })).toEqual(['stage: stage-contradicts-school']);
  });
});

it('takes codes only in the school years in which they hold', () => {
  const early = { ...context, cycle: '2012-2013' };
  expect(validate('poverty', { categories: ['registered'] }, early)).toEqual([
    { pointer: '/values/categories', code: 'code-not-in-cycle' },
  ]);
  expect(validate('enrolment', { stage: 'junior' }, early)).toEqual([{ pointer: '/values/stage', code: 'code-not-in-cycle' }]);
});
