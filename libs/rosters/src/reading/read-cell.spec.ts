import { describe, expect, it } from '@jest/globals';
import { civilAffairs } from '../mappings/civil-affairs.js';
import { education } from '../mappings/education.js';
import { readCell } from './read-cell.js';
import { titleDate } from './title-date.js';

describe('cells', () => {
  it.each([
    ['name', '张 三', { value: '张三', notes: ['spaces'] }],
    ['name', '阿依古丽•买买提', { value: '阿依古丽·买买提' }],
    ['text', ' ＡＢ １ ', { value: 'AB 1' }],
    ['text', '\u3000', undefined],
    ['sex', '女', { value: 'female' }],
    ['sex', '不详', { problem: 'unknown-value' }],
    ['yes-no', '是', { value: true }],
    ['stage', '普通高中', { value: 'senior' }],
    ['stage', '大学', { problem: 'unknown-value' }],
    ['date', '2005-12-16', { value: '2005-12-16' }],
    ['date', '2005年1月6日', { value: '2005-01-06' }],
    ['date', '20051216', { value: '2005-12-16' }],
    ['date', '2005-02-30', { problem: 'not-a-date' }],
    ['phone', '199-0070 4411', { value: '19900704411' }],
    ['phone', '12345', { problem: 'bad-phone' }],
    ['grade', '三年级', { value: 3 }],
    ['grade', '初二', { value: 8 }],
    ['grade', '高三', { value: 12 }],
    ['grade', '大班', undefined],
    ['grade', '第三', { problem: 'unknown-value' }],
    ['code-and-place', '430482 湖南省衡阳市常宁市', { value: '430482' }],
    ['region-code', '431103000000', { value: '431103' }],
    ['other-id-number', '430482195903280197', { value: '430482195903280197' }],
    ['other-id-number', '430482195903280198', { problem: 'bad-id-number' }],
  ] as const)('%s %j', (reading, cell, expected) => {
    expect(readCell(cell, reading, education)).toEqual(expected);
  });

  it('that hold a number are no ID number of anybody', () => {
    expect(readCell({ number: '430482195903280200' }, 'other-id-number', education)).toEqual({ problem: 'number-cell' });
  });

  it('say that support runs only if they say so', () => {
    expect(readCell('在享', 'support-state', civilAffairs)).toBeUndefined();
    expect(readCell('停享', 'support-state', civilAffairs)).toEqual({ value: true });
    expect(readCell('农村低保', 'category', civilAffairs)).toEqual({ value: 'minimum-living' });
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
