import { normaliseText } from '#kernel';

/** Signs that forms put before or after the names of columns that must be filled in. */
const SIGN = '[*★☆※✱✲✳∗⁎●◆▲△■□◇○#!]';
const MARK = `(?:${SIGN}|[(\\[【]${SIGN}+[)\\]】])`;
/** Words that say the same, in brackets or without. */
const REMARK = '[(\\[【]?(?:必填项?|必录项?|选填项?|必选项?|可选项?|必须填写|非必填)[)\\]】]?';
const MARKS = new RegExp(`^(?:${MARK}|${REMARK}|:)+|(?:${MARK}|${REMARK}|:)+$`, 'gu');

/** A column's name as headers are compared by it: normalised, without white space, marks and colons around it. */
export function plainHeader(text: string): string {
  return normaliseText(text).text.replace(/\s+/gu, '').replace(MARKS, '');
}
