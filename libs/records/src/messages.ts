import type { Catalogue } from '#kernel';
import { queryMessages } from './queries/messages.js';

/** Texts of what this room refuses. */
export const recordsMessages: Catalogue = {
  ...queryMessages,
  'unknown-record': { zh: '没有这份档案', en: 'no such record' },
  'unknown-error': { zh: '没有这条差错', en: 'no such error' },
  'wrong-cycle': { zh: '学年应写成 2020-2021', en: 'a cycle is written like 2020-2021' },
  'invalid-body': { zh: '提交的内容不正确', en: 'what was sent is not right' },
  'unknown-field': { zh: '不认识的字段', en: 'unknown field' },
  'wrong-value': { zh: '值不正确', en: 'wrong value' },
  'control-character': {
    zh: '含有控制字符、半个字符、不是 UTF-8 的字节，或过大的数字',
    en: 'holds a control character, half a character, bytes that are no UTF-8, or a number beyond all bounds',
  },
  'too-long': { zh: '不得超过 {max} 字', en: 'at most {max} characters' },
  'too-many': { zh: '不得超过 {max} 项', en: 'at most {max} entries' },
  'too-much': { zh: '内容过多或过长', en: 'holds too much' },
  'nothing-visible': { zh: '没有可见的文字', en: 'there is nothing to see in it' },
  'line-break': { zh: '不能换行或含制表符', en: 'is one line, without tabs' },
  'wrong-day': { zh: '没有这一天，日期应写成 2020-09-01', en: 'not a day; write it like 2020-09-01' },
  'stale-revision': { zh: '档案已被他人更新，请重新打开后再操作', en: 'the record has changed meanwhile; open it again' },
  'unknown-document': { zh: '没有这种证件材料，可用的是：{allowed}', en: 'there is no such kind of document; the kinds are {allowed}' },
  'too-many-views': { zh: '翻看得过快，请稍后再试', en: 'views follow each other too fast; try again in a moment' },
  'samples-not-viewed': {
    zh: '抽出的 {count} 份样本尚未查阅，请逐份查阅后再批量审核',
    en: '{count} samples that were drawn have not been viewed; view each of them, then approve',
  },
  'sample-not-viewed': { zh: '抽为样本，尚未查阅', en: 'drawn as a sample and not viewed' },
  'reject-is-joint': { zh: '不予通过只能对整份档案（joint）作出', en: 'a record is rejected as a whole: line is joint' },
  'not-overdue': { zh: '该级尚未逾期', en: 'this level is not overdue' },
  'level-not-waiting': { zh: '该级现在不待审核', en: 'this level does not wait for a sign-off now' },
  'already-escalated': { zh: '该级本次逾期已上报', en: 'this overdue level has been escalated already' },
  'wrong-range': { zh: '起始时点不能晚于截止时点', en: 'the beginning must not come after the end' },
  'wrong-month': { zh: '月份应写成 2020-09', en: 'a month is written like 2020-09' },
  'future-date': { zh: '日期不能晚于今天', en: 'the date must not be in the future' },
  'not-drawer': {
    zh: '只有县级部门信息员、审批人或审计人可以抽取',
    en: 'only an officer, approver or auditor of the county draws a sample',
  },
  'already-drawn': { zh: '{month} 的重点巡访名单已经抽取，不能重抽', en: 'the sample of {month} has been drawn and stands' },
  'nothing-to-draw': { zh: '该村没有可抽取的档案', en: 'the village has no records to draw from' },
  'no-sample': { zh: '该村该月尚未抽取重点巡访名单', en: 'no sample has been drawn for this village and month' },
  'unit-needed': { zh: '请写明学校或村（二者之一）', en: 'name a school or a village, one of them' },
  'identity-ambiguous': {
    zh: '十五位号码没有写明世纪，可能属于已建档的学生，请填写十八位身份证号',
    en: 'fifteen digits do not say the century, and a student who is known may be meant; write all eighteen',
  },
  'identity-taken': { zh: '该身份证号已属于另一名学生', en: 'another student already bears this ID number' },
};
