import { describe, expect, it } from '@jest/globals';
import { studentAid } from '#student-aid';
import { maskText, shownField } from './shown-values.js';

describe('maskText', () => {
  it.each([
    ['身份证号 430482201203041232，', '身份证号 430482************，'],
    ['G430482201203041232', 'G430482************'],
    ['43048220120304123211', '430482************11'],
    ['43048220120304123X', '430482************'],
    ['6217000010001234563', '***************4563'],
    ['电话13812345678', '电话138******78'],
  ])('of %s shows no whole number', (text, shown) => expect(maskText(text)).toBe(shown));

  it.each(['430482100201', '4304820101', '2020-09-01', '三年级2班'])('leaves %s alone', (text) => expect(maskText(text)).toBe(text));
});

describe('shownField', () => {
  it('shows names, masks numbers, and shows both in clear if asked', () => {
    expect(shownField(studentAid, 'name', '张小花', false)).toBe('张小花');
    expect(shownField(studentAid, 'idNumber', '430482201203041232', false)).toBe('430482************');
    expect(shownField(studentAid, 'idNumber', '430482201203041232', true)).toBe('430482201203041232');
  });

  it('masks each of several numbers, and shows nothing of what has not the shape of a number', () => {
    expect(shownField(studentAid, 'certificateNumbers', ['43048220120304123211'], false)).toEqual(['430482************11']);
    expect(shownField(studentAid, 'guardianPhone', '0734-1234567', false)).toBe('************');
  });

  it('leaves null and what is no text as it is', () => {
    expect(shownField(studentAid, 'idNumber', null, false)).toBeNull();
    expect(shownField(studentAid, 'boarding', true, false)).toBe(true);
  });
});
