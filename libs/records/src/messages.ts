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
  'stale-revision': { zh: '档案已被他人更新，请重新打开后再操作', en: 'the record has changed meanwhile; open it again' },
  'command-reused': { zh: '同一操作编号已用于另一内容', en: 'this command id was used for another body' },
  'identity-taken': { zh: '该身份证号已属于另一名学生', en: 'another student already bears this ID number' },
};
