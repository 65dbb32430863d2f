import { terms } from '#kernel';

/** What roles and departments are called. */
export const directoryTerms = terms({
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
  education: { zh: '教育', en: 'education' },
  'poverty-alleviation': { zh: '扶贫', en: 'poverty alleviation' },
  'civil-affairs': { zh: '民政', en: 'civil affairs' },
  'disabled-federation': { zh: '残联', en: "disabled persons' federation" },
  'public-security': { zh: '公安', en: 'public security' },
  'provincial-list': { zh: '省一单式', en: 'provincial list' },
});
