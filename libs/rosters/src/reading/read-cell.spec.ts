import { describe, expect, it } from '@jest/globals';
import { civilAffairs } from '../mappings/civil-affairs.js';
import { education } from '../mappings/education.js';
import { readCell } from './read-cell.js';
import { titleDate } from './title-date.js';

describe('cells', () => {
  it.each([
    ['name', '张 三', { value: '张三', notes: ['spaces'] }],
    ['name', '阿依古丽•买买提', { value: '阿依古丽·买买提', notes: ['dot'] }],
    ['text', ' ＡＢ １ ', { value: 'AB 1', notes: ['full-width'] }],
    ['text', '斗岭\u200b村', { value: '斗岭村', notes: ['invisible'] }],
    ['text', '#N/A', { problem: 'error-value' }],
    ['text', '＃Ｎ／Ａ', { problem: 'error-value' }],
    ['text', '#DIV/0!', { problem: 'error-value' }],
    ['text', '#VALOR!', { problem: 'error-value' }],
    ['text', '#名称?', { problem: 'error-value' }],
    ['text', 'Err:502', { problem: 'error-value' }],
    ['text', '3#楼', { value: '3#楼' }],
    ['name', '#value!', { problem: 'error-value' }],
    ['date', '########', { problem: 'error-value' }],
    ['name', '何美\ufffd', { problem: 'broken-characters' }],
    ['name', '张'.repeat(51), { problem: 'cell-too-long' }],
    ['text', '\u3000', undefined],
    ['sex', '女', { value: 'female' }],
    ['sex', '不详', { problem: 'unknown-value' }],
    ['yes-no', '是', { value: true }],
    ['yes-no', '2-住校', { value: true }],
    ['yes-no', '非住校', { value: false }],
    ['yes-no', '1', { problem: 'unknown-value' }],
    ['yes-no', 'constructor', { problem: 'unknown-value' }],
    ['sex', '1-男', { value: 'male' }],
    ['identifier', '3043482007', { value: '3043482007' }],
    ['identifier', '3.04E+09', { problem: 'number-cell' }],
    ['identifier', '4.3e17', { problem: 'number-cell' }],
    ['identifier', '43048 2101201 ', { value: '430482101201', notes: ['spaces'] }],
    ['student-number', 'g43048220120704018x', { value: 'G43048220120704018X', notes: ['lower-case'] }],
    ['student-number', '无', { problem: 'wrong-student-number' }],
    ['stage', '普通高中', { value: 'senior' }],
    ['stage', '大学', { problem: 'unknown-value' }],
    ['date', '2005-12-16', { value: '2005-12-16' }],
    ['date', '2005年1月6日', { value: '2005-01-06' }],
    ['date', '20051216', { value: '2005-12-16' }],
    ['date', '2005-02-30', { problem: 'not-a-date' }],
    ['phone', '199-0070 4411', { value: '19900704411', notes: ['spaces'] }],
    ['phone', '+8619900704411', { problem: 'bad-phone' }],
    ['phone', '12345', { problem: 'bad-phone' }],
    ['grade', '三年级', { value: 3 }],
    ['grade', '初二', { value: 8 }],
    ['grade', '高三', { value: 12 }],
    ['grade', '初四', { problem: 'unknown-value' }],
    ['grade', '大班', undefined],
    ['grade', '第三', { problem: 'unknown-value' }],
    ['code-and-place', '430482 湖南省衡阳市常宁市', { value: '430482' }],
    ['region-code', '431103000000', { value: '431103' }],
    ['other-id-number', '430482195903280197', { value: '430482195903280197' }],
    ['other-id-number', '430482195903280198', { problem: 'bad-id-number' }],
  ] as const)('%s %j', (reading, cell, expected) => {
    const whole = expected !== undefined && 'value' in expected ? { notes: [], ...expected } : expected;
    expect(readCell(cell, reading, education)).toEqual(whole);
  });

  it('that hold a number are no ID number of anybody', () => {
    expect(readCell({ number: '430482195903280200' }, 'other-id-number', education)).toEqual({ problem: 'number-cell' });
  });

  it.each([
    [{ number: '430482101201100' }, { value: '430482101201100', notes: [] }],
    [{ number: '4304821012011005' }, { problem: 'number-cell' }],
    [{ number: '4.304821012011005e+21' }, { problem: 'number-cell' }],
    [{ number: '12.5' }, { problem: 'number-cell' }],
    [{ lost: 'error-value', shown: '#REF!' }, { problem: 'error-value' }],
    [{ lost: 'formula-not-computed', shown: '=' }, { problem: 'formula-not-computed' }],
  ] as const)('that hold %j as an identifier', (cell, expected) => {
    expect(readCell(cell, 'identifier', education)).toEqual(expected);
  });

  it('end support only if they say so', () => {
    for (const running of ['在享', '享受中']) expect(readCell(running, 'support-state', civilAffairs)).toBeUndefined();
    for (const ended of ['停享', '停发', '注销'])
      expect(readCell(ended, 'support-state', civilAffairs)).toEqual({ value: true, notes: [] });
    for (const unknown of ['暂停', '1']) expect(readCell(unknown, 'support-state', civilAffairs)).toEqual({ problem: 'unknown-value' });
    expect(readCell('农村低保', 'category', civilAffairs)).toEqual({ value: 'minimum-living', notes: [] });
  });
});

describe('the date of the title rows', () => {
  it.each([
    [['常宁市建档立卡贫困人口信息表', '填报日期：2020年9月1日'], '2020-09-01'],
    [['2019-01-01 打印', '填报日期： 2020 年 9 月 1 日'], '2020-09-01'],
    [['截至2020.10.05'], '2020-10-05'],
    [['2020年9月'], undefined],
    [['日期：2020年2月30日'], undefined],
    [[], undefined],
  ])('of %j is %s', (titles, expected) => {
    expect(titleDate(titles)).toBe(expected);
  });
});
