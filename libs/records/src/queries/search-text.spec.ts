import { describe, expect, it } from '@jest/globals';
import { searchText } from './search-text.js';

describe('what somebody types to find a student', () => {
  it.each([
    ['430482201203041232', { kind: 'id-number', idNumber: '430482201203041232' }],
    ['43048220120704018x', { kind: 'id-number', idNumber: '43048220120704018X' }],
    ['\u2019430482 2012 0704 018\uff58\u200b', { kind: 'id-number', idNumber: '43048220120704018X' }],
    ['="43048220120704018X"', { kind: 'id-number', idNumber: '43048220120704018X' }],
    ['买买提\u2022艾力', { kind: 'name', text: '买买提艾力' }],
    ['曾\ue863', { kind: 'name', text: '曾䶮' }],
    ['\u00adL\u00dc', { kind: 'letters', text: 'lv' }],
    ["xi'an", { kind: 'letters', text: 'xian' }],
  ])('%s', (typed, wanted) => {
    expect(searchText(typed)).toEqual(wanted);
  });

  it.each(['', ' ', '\u200b', '\u3164', '\u0000', '·', '12345', '4304822012070401', 'abc1', '张'.repeat(65)])('%j is nothing', (typed) => {
    expect(() => searchText(typed)).toThrow(expect.objectContaining({ code: 'wrong-search' }));
  });
});
