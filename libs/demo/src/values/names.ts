import type { Dice } from '../chance/dice.js';

const SURNAMES = ['张', '王', '李', '刘', '陈', '杨', '赵', '黄', '周', '吴', '徐', '孙', '马', '朱', '何', '郭', '罗', '谢', '唐', '曾'];
const GIVEN = [
  '建国',
  '秀英',
  '国强',
  '桂兰',
  '志明',
  '春梅',
  '海波',
  '玉兰',
  '永生',
  '冬梅',
  '文斌',
  '爱华',
  '金莲',
  '运生',
  '小红',
  '长庚',
];

/** A name. @param family a name of the same family, whose surname is taken */
export function personName(die: Dice, family?: string): string {
  return `${family?.slice(0, 1) ?? die.pick(SURNAMES)}${die.pick(GIVEN)}`;
}
