import {
  ACTOR,
  CYCLE,
  DIGEST,
  ERROR_ID,
  EVENT_ID,
  MOMENT,
  POSITION,
  RECORD_ID,
  SCHOOL,
  STUDENT_ID,
  TIME,
  VILLAGE,
} from '../openapi/examples.js';

const DUE = '2020-10-14T02:15:00.000Z';
const POSTS = [
  { role: 'reviewer', unit: VILLAGE, line: 'household' },
  { role: 'reviewer', unit: '430482101', line: 'household' },
];

export const commandExample = { recordId: RECORD_ID, revision: 8, position: POSITION, events: 1 };
export const checkExample = {
  errors: [{ pointer: '/values/guardianPhone', code: 'wrong-phone', detail: '电话号码不正确' }],
  warnings: [],
};
export const viewExample = { recordId: RECORD_ID, open: true, position: POSITION };
export const escalationExample = { recordId: RECORD_ID, position: POSITION, to: POSTS[1] };
export const bulkExample = {
  outcomes: [
    { recordId: RECORD_ID, line: 'household', level: 'village', outcome: 'done', revision: 8, position: POSITION },
    { recordId: RECORD_ID, line: 'enrolment', level: 'school', outcome: 'refused', code: 'not-your-level' },
  ],
  position: POSITION,
};

export const recordExample = {
  recordId: RECORD_ID,
  studentId: STUDENT_ID,
  cycle: CYCLE,
  status: 'submitted',
  revision: 7,
  definition: 1,
  asOf: MOMENT,
  sections: {
    identity: { name: '张小花', sex: 'female', birthDate: '2008-03-04', idNumber: '430482********0026', ethnicity: '汉族' },
    enrolment: { school: SCHOOL, stage: 'primary', grade: 6 },
  },
  lines: {
    household: {
      state: 'submitted',
      submission: 1,
      digest: DIGEST,
      submittedBy: { ...ACTOR, userId: 'u0101', name: '王秀英', role: 'collector' },
      submittedAt: TIME,
      route: {
        case: 'local',
        steps: [
          { level: 'village', posts: POSTS },
          { level: 'township', posts: POSTS.slice(1) },
        ],
      },
      signOffs: [],
      dueAt: DUE,
    },
    enrolment: { state: 'collecting', signOffs: [] },
  },
  joint: {},
  waiting: [{ line: 'household', level: 'village', posts: POSTS, digest: DIGEST, dueAt: DUE }],
  visits: [],
  disagreements: [],
  errors: [],
  allowed: ['sign-off:household:village', 'return:household:village', 'report-error'],
  actions: [
    { action: 'sign-off:household:village', allowed: true },
    { action: 'submit:household', allowed: false, reason: { code: 'already-submitted', detail: 'household has been submitted already' } },
  ],
  warnings: [],
};

export const historyExample = {
  recordId: RECORD_ID,
  asOf: MOMENT,
  entries: [
    {
      eventId: EVENT_ID,
      position: POSITION,
      revision: 7,
      time: TIME,
      type: 'line-signed-off',
      actor: ACTOR,
      data: { line: 'household', level: 'village', submission: 1, digest: DIGEST },
      effect: { status: ['submitted', 'in-review'], lines: { household: ['submitted', 'signed:village'] } },
    },
  ],
};

export const changesExample = {
  recordId: RECORD_ID,
  from: { position: '0000000000000610', time: '2020-09-30T15:59:59.999Z' },
  to: MOMENT,
  revisions: [4, 7],
  status: ['collecting', 'submitted'],
  lines: { household: ['collecting', 'submitted'] },
  fields: [
    {
      field: 'guardianPhone',
      from: null,
      to: '138******78',
      by: [{ position: '0000000000000958', time: TIME, type: 'details-recorded', actor: { ...ACTOR, role: 'collector' } }],
    },
  ],
};

export const studentsExample = {
  asOf: MOMENT,
  items: [
    {
      recordId: RECORD_ID,
      name: '张小花',
      idNumber: '430482********0026',
      sex: 'female',
      birthDate: '2008-03-04',
      village: VILLAGE,
      school: SCHOOL,
      stage: 'primary',
      grade: 6,
      categories: ['registered'],
      status: 'submitted',
      line: { household: 'submitted', enrolment: 'collecting' },
    },
  ],
  nextCursor: 'WyIwMDAwMDAwMDAwMDAxMDQyIiwiM2Y2YyJd',
};

const UNDATED = { recordId: RECORD_ID, name: '张小花', cycle: CYCLE, line: 'household', since: TIME, dueAt: null, overdue: false };

export const inboxExample = {
  asOf: MOMENT,
  totals: { review: 1, returned: 1, error: 1, finding: 2, transfer: 0, appeal: 0, correction: 1, 'spot-check': 1 },
  items: [
    {
      kind: 'returned',
      ...UNDATED,
      level: 'township',
      by: ACTOR,
      reasons: [{ field: 'cardNumber', reason: '卡号与存折不符' }],
    },
    { kind: 'error', ...UNDATED, errorId: ERROR_ID, field: 'cardNumber', task: 'decide', by: ACTOR },
    { kind: 'finding', ...UNDATED, finding: 'visit-differs', findingId: `${RECORD_ID}.0c4f9a1e`, field: 'guardianPhone', visit: 'home' },
    {
      kind: 'finding',
      finding: 'enrolled-twice',
      findingId: '7d1c2f',
      name: '张小花',
      cycle: CYCLE,
      since: TIME,
      dueAt: null,
      overdue: false,
    },
    { kind: 'correction', ...UNDATED, errorId: ERROR_ID, field: 'cardNumber', alreadyChanged: false },
    {
      kind: 'review',
      recordId: RECORD_ID,
      name: '张小花',
      cycle: CYCLE,
      line: 'household',
      level: 'village',
      submission: 1,
      digest: DIGEST,
      since: TIME,
      dueAt: DUE,
      overdue: false,
    },
    {
      kind: 'spot-check',
      recordId: RECORD_ID,
      name: '张小花',
      cycle: CYCLE,
      unit: '430482101201',
      month: '2020-10',
      dueAt: '2020-10-31T15:59:59.999Z',
      overdue: false,
    },
  ],
};

/** One body of each command. */
export const bodies = {
  open: { cycle: CYCLE, idNumber: '430482200803040026' },
  details: { section: 'identity', values: { name: '张小花', sex: 'female', ethnicity: '汉族' }, source: 'home visit' },
  visit: {
    method: 'home',
    purpose: '资助访',
    date: '2020-10-08',
    peopleMet: ['奶奶'],
    checked: { guardianPhone: { outcome: 'differs', value: '13912345678' }, address: { outcome: 'confirmed' } },
  },
  submission: { line: 'household' },
  review: { decision: 'approve', line: 'household', level: 'village', digest: DIGEST },
  bulk: { decision: 'approve', reviews: [{ recordId: RECORD_ID, line: 'household', level: 'village', digest: DIGEST }] },
  view: { line: 'household', digest: DIGEST, documents: ['id-card'] },
  transfer: { line: 'enrolment', to: '3043482004', reason: '随父母搬迁' },
  withdrawal: { line: 'household', level: 'village', reason: '看错了户籍地' },
  acceptance: { line: 'enrolment' },
  dispute: { line: 'enrolment', reason: '不在本校就读' },
  closure: { reason: 'graduated' },
  nextCycle: { cycle: '2021-2022' },
  appeal: { reason: '补充了证明' },
  reopening: { lines: ['household'], reason: '家庭情况有变' },
  definition: { version: 2, reason: '流程改版' },
  escalation: { line: 'household', level: 'village', reason: '逾期三天' },
  error: { field: 'cardNumber', origin: 'payment', note: '退票' },
  confirmation: { outdated: false },
  dismissal: { reason: '核对无误' },
  correction: { error: ERROR_ID, values: { cardNumber: '6205500000000000004' } },
};
