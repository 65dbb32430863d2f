import { describe, expect, it } from '@jest/globals';
import type { Json } from '#kernel';
import { allValues } from '../testing/complete-values.js';
import { OUTSIDE_REGION, OUTSIDE_SCHOOL } from '../testing/county.js';
import { recordWith } from '../testing/record-with.js';
import { v1 } from './v1.js';

type Values = Readonly<Record<string, Json>>;
const given = (values: Values) => recordWith({ ...allValues, ...values });

describe('the payee', () => {
  it.each<[string, Values, readonly string[]]>([
    ['the head of the household', { payeeName: '张建国' }, []],
    ['the guardian', { payeeName: '李春兰', payeeIdNumber: '11010519491231002X' }, []],
    ["another name with the head's ID number", { payeeName: '张建囯' }, []],
    ['somebody else', { payeeName: '王五', payeeIdNumber: '11010519491231002X' }, ['payee-not-household']],
    ['somebody else, no numbers known', { payeeName: '王五', payeeIdNumber: null, headIdNumber: null }, ['payee-not-household']],
    ['not named', { payeeName: null }, []],
    ['somebody else, but nothing is paid', { payeeName: '王五', payeeIdNumber: null, school: OUTSIDE_SCHOOL }, []],
  ])('%s', (_who, values, codes) => expect(v1.crossCheck(given(values))).toEqual(codes));
});

describe('what is paid', () => {
  it.each<[string, Values, boolean]>([
    ['enrolled in the county', {}, true],
    ['household outside the county', { region: OUTSIDE_REGION }, true],
    ['enrolled outside', { school: OUTSIDE_SCHOOL }, false],
    ['in no school', { school: null, stage: 'none' }, false],
  ])('%s: %s', (_who, values, payable) => expect(v1.payable(given(values))).toBe(payable));
});
