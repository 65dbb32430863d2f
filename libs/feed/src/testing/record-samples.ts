import type { RecordEvent } from '#verification';

/** Stands in every place of a sample where somebody may write freely or where a value stands: it must never be told. */
export const PERSONAL = '王小明 430482200901011234';

const digest = 'a'.repeat(64);
const envelope = { c: digest, v: PERSONAL };
const values = { name: envelope };
const post = { role: 'reviewer', unit: '430482100201', line: 'household' };
const errorId = '00000000-0000-4000-8000-000000000001-2020-2021.abcdef01';
const dueAt = '2020-10-01T00:00:00.000Z';
const by = { userId: 'u1', role: 'collector', unit: '430482100201', line: 'household' };
const act = { by, eventId: '00000000-0000-8000-8000-000000000002', time: dueAt };

/** One event of every type that a record can have, with everything that it can hold. */
export const RECORD_SAMPLES: { readonly [Type in RecordEvent['type']]: Extract<RecordEvent, { type: Type }>['data'] } = {
  'record-opened': {
    recordId: '00000000-0000-4000-8000-000000000001-2020-2021',
    recordType: 'student-aid',
    subjectId: '00000000-0000-4000-8000-000000000001',
    cycle: '2020-2021',
    definition: 1,
    reason: PERSONAL,
    carriedFrom: { recordId: '00000000-0000-4000-8000-000000000001-2019-2020', revision: 12 },
  },
  'details-recorded': { section: 'identity', line: 'household', values, source: { kind: 'collected', reference: PERSONAL } },
  'statement-recorded': {
    department: 'civil-affairs',
    file: digest,
    fileLine: 7,
    asOf: '2020-09-01',
    values,
    took: ['name'],
    merged: values,
  },
  'visit-recorded': {
    method: 'home',
    purpose: PERSONAL,
    date: '2020-09-10',
    peopleMet: [PERSONAL],
    checked: { name: { outcome: 'differs', value: envelope, note: PERSONAL } },
    note: PERSONAL,
  },
  'line-submitted': {
    line: 'household',
    submission: 1,
    definition: 1,
    route: { case: 'local', steps: [{ level: 'village', posts: [post] }] },
    digest,
    dueAt,
  },
  'line-completed-by-rule': { line: 'enrolment', rule: 'not-enrolled', definition: 1, dueAt },
  'line-signed-off': {
    line: 'household',
    level: 'village',
    submission: 1,
    digest,
    definition: 1,
    post,
    inPlaceOf: post,
    bulk: false,
    viewed: { documents: ['household-book'], milliseconds: 5 },
    note: PERSONAL,
    dueAt,
  },
  'line-returned': {
    line: 'household',
    level: 'village',
    to: 'collection',
    submission: 1,
    definition: 1,
    reasons: [{ field: 'name', reason: PERSONAL }],
    inPlaceOf: post,
    note: PERSONAL,
    dueAt,
  },
  'line-withdrawn': {
    line: 'household',
    level: 'village',
    submission: 1,
    definition: 1,
    reason: PERSONAL,
    dueAt: '2020-09-20T00:00:00.000Z',
  },
  'sign-offs-voided': {
    line: 'household',
    submission: 1,
    levels: ['village'],
    joint: true,
    submissionVoided: true,
    ruleVoided: false,
    cause: 'returned',
  },
  'record-approved': { digests: { household: digest, enrolment: digest }, digest, payable: true, definition: 1 },
  'record-rejected': { reason: PERSONAL, definition: 1 },
  'record-appealed': { reason: PERSONAL },
  'correction-opened': { errorId, line: 'household', field: 'name' },
  'record-reopened': { lines: ['household'], reason: PERSONAL },
  'record-transferred': { line: 'household', from: '430482100201', to: '430482100202', values, reason: PERSONAL },
  'transfer-accepted': { line: 'household', unit: '430482100202' },
  'transfer-disputed': { line: 'household', unit: '430482100202', backTo: '430482100201', reason: PERSONAL, values },
  'record-closed': { reason: 'graduated', note: PERSONAL, duplicateOf: '00000000-0000-4000-8000-000000000003-2020-2021' },
  'definition-adopted': { from: 1, to: 2, reason: PERSONAL },
  'disagreement-found': {
    disagreementId: errorId,
    field: 'name',
    line: 'household',
    standing: digest,
    kind: 'home-visit',
    visit: 3,
    found: envelope,
    note: PERSONAL,
  },
  'disagreement-settled': { disagreementId: errorId, outcome: 'decided', standing: digest },
  'error-reported': { errorId, field: 'name', line: 'household', wrong: digest, origin: PERSONAL, right: envelope, note: PERSONAL },
  'error-confirmed': { errorId, outdated: true, wrongSince: dueAt, definition: 1 },
  'error-closed': { errorId, reason: 'already-changed' },
  'error-dismissed': { errorId, reason: PERSONAL },
  'error-attributed': {
    errorId,
    field: 'name',
    line: 'household',
    wrong: digest,
    missing: false,
    outdated: false,
    rule: 1,
    introducer: { ...act, how: 'collected' },
    signers: [],
    caught: [],
    evidence: [act.eventId],
  },
  'attribution-appealed': { errorId, reason: PERSONAL },
  'attribution-appeal-decided': { errorId, appellant: 'u1', outcome: 'upheld', reason: PERSONAL },
  'decider-named': { errorId, matter: 'error', userId: 'u1' },
};
