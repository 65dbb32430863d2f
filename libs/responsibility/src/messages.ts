import { terms, type Catalogue } from '#kernel';

/** What this room's events and numbers are called. */
export const responsibilityTerms = terms({
  'assessment-published': { zh: '发布考核评价', en: 'assessment published' },
  'assessment-restated': { zh: '更正考核评价', en: 'assessment restated' },
  commend: { zh: '通报表扬', en: 'commended' },
  warn: { zh: '提醒', en: 'warned' },
  criticise: { zh: '通报批评', en: 'criticised' },
  'ledger-collected': { zh: '采集', en: 'collected' },
  'ledger-stated': { zh: '部门报送', en: 'roster statements' },
  'ledger-decided-finding': { zh: '认定疑点', en: 'findings decided' },
  'ledger-visited': { zh: '走访', en: 'visits' },
  'ledger-submitted': { zh: '送审', en: 'submitted' },
  'ledger-signed': { zh: '审核通过', en: 'signed' },
  'ledger-returned': { zh: '退回', en: 'returned' },
  'ledger-caught': { zh: '发现差错', en: 'caught' },
  'ledger-introduced': { zh: '造成差错', en: 'errors introduced' },
  'ledger-passed': { zh: '放过差错', en: 'errors passed' },
  'source-collected': { zh: '采集', en: 'collected' },
  'source-roster': { zh: '部门报送', en: 'roster' },
  'source-finding': { zh: '认定疑点', en: 'finding' },
  'source-correction': { zh: '更正', en: 'correction' },
  'source-transfer': { zh: '转接', en: 'transfer' },
  'source-carried': { zh: '上年结转', en: 'carried over' },
  'fault-reported': { zh: '待认定', en: 'reported' },
  'fault-confirmed': { zh: '已确认', en: 'confirmed' },
  'fault-outdated': { zh: '因情况变化过时', en: 'outdated' },
  'fault-dismissed': { zh: '已驳回', en: 'dismissed' },
  'fault-corrected': { zh: '已更正', en: 'corrected' },
  'appeal-open': { zh: '已申诉，待决定', en: 'appealed, not decided yet' },
  'appeal-granted': { zh: '申诉成立，不再负责', en: 'appeal granted: answers no longer' },
  'appeal-denied': { zh: '申诉不成立，仍须负责', en: 'appeal denied: still answers' },
  'task-decide': { zh: '认定差错', en: 'to decide' },
  'task-appeal': { zh: '可申诉', en: 'may be appealed against' },
  'task-decide-appeal': { zh: '决定申诉', en: 'appeal to decide' },
  'ledger-refused': { zh: '被拒操作', en: 'refused attempts' },
});

/** Texts of what this room refuses. */
export const responsibilityMessages: Catalogue = {
  ...responsibilityTerms,
  'unknown-field': { zh: '不认识的字段', en: 'unknown field' },
  'unknown-person': { zh: '没有这个用户', en: 'there is no such person' },
  'unknown-deed': { zh: '责任台账没有“{kind}”这一项', en: 'a ledger has no number called {kind}' },
  'no-assessment': { zh: '此类档案没有考核规则', en: 'records of this type are not assessed' },
  'unknown-rule': { zh: '没有第 {version} 版考核规则', en: 'there is no assessment rule version {version}' },
  'not-publisher': {
    zh: '只有县级审批人或教育部门信息员可以发布考核评价',
    en: 'only an approver or the education officer of the county publishes this',
  },
  'not-supervisor': {
    zh: '只有本人、本单位和上级审核人以及县级信息员、审批人、审计人可以查看',
    en: 'only the person, reviewers of the unit and of the one above, and officers, approvers and auditors of the county see this',
  },
  'month-not-over': { zh: '{month} 尚未结束，只能起草', en: '{month} is not over yet; it can be drafted' },
  'already-published': { zh: '{month} 的考核评价已发布，不再更改', en: 'the assessment of {month} has been published and does not change' },
  'nothing-assessed': { zh: '本月没有单位对档案内容负责', en: 'no unit answers for anything in this month' },
};
