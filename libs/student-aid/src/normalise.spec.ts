import { describe, expect, it } from '@jest/globals';
import type { Json } from '#kernel';
import { normalise } from './normalise.js';
import { completeValues } from './testing/complete-values.js';

describe('what people type', () => {
  it.each<[string, Json, Json]>([
    ['name', '张\u200b小 花 ', '张小花'],
    ['name', '买买提•艾力', '买买提·艾力'],
    ['headName', '刘\u3000雨娟', '刘雨娟'],
    ['payeeName', 'Ａｎｎａ', 'Anna'],
    ['address', '\t柏坊镇斗岭村5组\n', '柏坊镇斗岭村5组'],
    ['address', '柏坊镇斗岭村５组', '柏坊镇斗岭村5组'],
    ['idNumber', ' 43048220120704018x', '43048220120704018X'],
    ['payeeIdNumber', '430482 19750101 001X', '43048219750101001X'],
    ['studentNumber', 'g４３０４８２２０１２０７０４０１８x', 'G43048220120704018X'],
    ['certificateNumbers', ['db430482 1000001', "'DB1"], ['DB4304821000001', 'DB1']],
    ['guardianPhone', '199 0012 3489', '19900123489'],
    ['cardNumber', '6200 0000 0000 0005', '6200000000000005'],
    ['class', '２班', '2班'],
    ['members', 4, 4],
    ['boarding', true, true],
    ['name', null, null],
    ['name', { v: ' ' }, { v: ' ' }],
    ['constructor', ' x', 'x'],
  ])('%s: %j becomes %j', (field, written, value) => expect(normalise(field, written)).toEqual(value));

  it('stays as it is if it is written as it should be', () => {
    for (const section of Object.values(completeValues))
      for (const [field, value] of Object.entries(section)) expect(normalise(field, value as Json)).toEqual(value);
  });
});
