import type { Language, Text } from '#kernel';
import { categories, labelOn, stages, studentAid } from '#student-aid';

/** What codes are called, in the terms of the field. A code that is not here is shown as it is. */
const VOCABULARY: Readonly<Record<string, Text>> = {
  collecting: { zh: '采集中', en: 'collecting' },
  submitted: { zh: '已送审', en: 'submitted' },
  'in-review': { zh: '审核中', en: 'in review' },
  returned: { zh: '已退回', en: 'returned' },
  approved: { zh: '审核通过', en: 'approved' },
  rejected: { zh: '不予通过', en: 'rejected' },
  closed: { zh: '已结案', en: 'closed' },
  signed: { zh: '已审', en: 'signed' },
  complete: { zh: '审核完毕', en: 'complete' },
  'not-required': { zh: '无需审核', en: 'not required' },
  collection: { zh: '采集', en: 'collection' },
  household: { zh: '户籍线', en: 'household' },
  enrolment: { zh: '学籍线', en: 'enrolment' },
  joint: { zh: '会签', en: 'joint' },
  village: { zh: '村', en: 'village' },
  township: { zh: '乡镇', en: 'township' },
  school: { zh: '学校', en: 'school' },
  'centre-school': { zh: '中心校', en: 'centre school' },
  department: { zh: '部门', en: 'department' },
  county: { zh: '县', en: 'county' },
  collector: { zh: '信息采集员', en: 'collector' },
  helper: { zh: '结对帮扶人', en: 'helper' },
  'helper-teacher': { zh: '帮扶教师', en: 'helper teacher' },
  'resident-helper': { zh: '驻村帮扶人', en: 'resident helper' },
  reviewer: { zh: '审核人', en: 'reviewer' },
  officer: { zh: '部门信息员', en: 'officer' },
  approver: { zh: '审批人', en: 'approver' },
  auditor: { zh: '审计人', en: 'auditor' },
  administrator: { zh: '管理员', en: 'administrator' },
  system: { zh: '系统', en: 'system' },
  male: { zh: '男', en: 'male' },
  female: { zh: '女', en: 'female' },
  'record-opened': { zh: '建档', en: 'record opened' },
  'details-recorded': { zh: '采集', en: 'details recorded' },
  'statement-recorded': { zh: '部门报送', en: 'roster statement' },
  'visit-recorded': { zh: '走访', en: 'visit' },
  'line-submitted': { zh: '送审', en: 'submitted' },
  'line-completed-by-rule': { zh: '按规定无需审核', en: 'complete by rule' },
  'line-signed-off': { zh: '审核通过', en: 'signed off' },
  'line-returned': { zh: '退回', en: 'returned' },
  'sign-offs-voided': { zh: '审核作废', en: 'sign-offs voided' },
  'record-approved': { zh: '审核通过（全案）', en: 'record approved' },
  'record-rejected': { zh: '不予通过', en: 'rejected' },
  'record-appealed': { zh: '申诉', en: 'appealed' },
  'correction-opened': { zh: '更正', en: 'correction' },
  'record-reopened': { zh: '重启', en: 'reopened' },
  'record-transferred': { zh: '转接', en: 'transferred' },
  'transfer-accepted': { zh: '接收', en: 'transfer accepted' },
  'transfer-disputed': { zh: '转接异议', en: 'transfer disputed' },
  'record-closed': { zh: '结案', en: 'closed' },
  'definition-adopted': { zh: '采用新流程', en: 'definition adopted' },
  'error-reported': { zh: '报告差错', en: 'error reported' },
  'error-confirmed': { zh: '确认差错', en: 'error confirmed' },
  'error-dismissed': { zh: '驳回差错', en: 'error dismissed' },
};

/** What a code is called; `signed:village` and the like part by part. */
export function called(code: string, language: Language): string {
  return code
    .split(':')
    .map((part) => VOCABULARY[part]?.[language] ?? part)
    .join('：');
}

/** What a category or stage was called in a cycle. */
export function calledIn(code: string, cycle: string, language: Language): string {
  return labelOn([...categories, ...stages], code, `${cycle.slice(0, 4)}-09-01`)?.[language] ?? called(code, language);
}

/** The label of a field. */
export function fieldLabel(name: string, language: Language): string {
  const field = studentAid.sections.flatMap(({ fields }) => fields).find((one) => one.name === name);
  return field?.label[language] ?? name;
}

const LOCAL = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** A UTC time as it is shown: in Asia/Shanghai. */
export function localTime(time: string): string {
  return LOCAL.format(new Date(time));
}
