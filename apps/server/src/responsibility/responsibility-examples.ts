import { ACTOR, DIGEST, ERROR_ID, EVENT_ID, MOMENT, POSITION, RECORD_ID, TIME, VILLAGE } from '../openapi/examples.js';
import { answerersExample } from './error-examples.js';

const COLLECTED = '2020-09-08T01:30:00.000Z';
const COLLECTOR = { ...ACTOR, userId: 'u0101', name: '王秀英', role: 'collector' };
const covering = { eventId: EVENT_ID, revision: 6, time: TIME, line: 'household', submission: 1, digest: DIGEST };

export const blameExample = {
  recordId: RECORD_ID,
  revision: 12,
  asOf: MOMENT,
  fields: [
    {
      field: 'guardianPhone',
      section: 'household',
      line: 'household',
      value: '138******78',
      setBy: { eventId: EVENT_ID, revision: 2, time: COLLECTED, by: COLLECTOR, source: { kind: 'collected' } },
      settings: [{ eventId: EVENT_ID, revision: 2, time: COLLECTED, by: COLLECTOR, source: { kind: 'collected' } }],
      confirmedBy: [{ eventId: EVENT_ID, revision: 4, time: COLLECTED, by: { ...COLLECTOR, role: 'helper' }, kind: 'visit' }],
      submissions: [{ ...covering, by: COLLECTOR }],
      signOffs: [{ ...covering, revision: 7, by: ACTOR, level: 'village', bulk: false }],
      returns: [],
      earlier: [],
      errorIds: [ERROR_ID],
      errors: [
        {
          errorId: ERROR_ID,
          status: 'confirmed',
          outdated: false,
          alreadyChanged: false,
          wrong: '138******78',
          stands: true,
          answerers: answerersExample,
          caught: [],
          appeals: { u0123: 'open' },
          signedSince: [],
        },
      ],
    },
  ],
};

const counts = {
  collected: 0,
  stated: 0,
  'decided-finding': 0,
  visited: 0,
  submitted: 0,
  signed: 118,
  returned: 6,
  caught: 4,
  introduced: 0,
  passed: 2,
  refused: 1,
};

export const ledgerExample = {
  subject: { userId: 'u0123', name: '李建平' },
  asOf: MOMENT,
  counts,
  decisions: { count: 124, perMinute: 2.1379, busiest: { minute: '2020-09-18T08:00', count: 31 } },
  unopened: { count: 9, share: 0.0763 },
  bulk: { count: 31, share: 0.2627 },
};

export const deedsExample = {
  asOf: MOMENT,
  items: [
    {
      kind: 'passed',
      userId: 'u0123',
      unit: VILLAGE,
      eventId: EVENT_ID,
      position: POSITION,
      time: TIME,
      recordId: RECORD_ID,
      field: 'guardianPhone',
      errorId: ERROR_ID,
    },
  ],
  nextCursor: 'WyIwMDAwMDAwMDAwMDAxMDQyIiwiMSJd',
};

const assessment = {
  month: '2020-09',
  from: '0000000000000000',
  position: POSITION,
  rule: 1,
  inputs: DIGEST,
  outdated: 1,
  levels: [
    {
      level: 'village',
      units: [
        {
          unit: VILLAGE,
          name: '新建村委会',
          n: 336,
          x: 1,
          weightN: 441,
          weightX: 1,
          rate: 0.002268,
          interval: { low: 0.000525, high: 0.016676 },
          rank: 3,
          verdict: null,
          change: null,
        },
      ],
    },
  ],
};
const published = { eventId: EVENT_ID, position: POSITION };

export const publishedExample = { month: '2020-09', ...published, assessment };

export const assessmentExample = {
  month: '2020-09',
  county: '常宁市',
  status: 'published',
  over: true,
  assessment,
  published: {
    ...published,
    time: TIME,
    by: { ...ACTOR, role: 'approver', unit: '430482', unitName: '常宁市', line: 'county' },
    restatements: [],
  },
  agrees: true,
  recomputedInputs: DIGEST,
};

export const noticeExample =
  '<!doctype html><html lang="zh-CN"><head><title>关于常宁市2020年9月…的通报</title></head><body>…</body></html>';

export const verifiedExample = { asOf: MOMENT, items: [], checked: 100, agree: 100, nextCursor: 'WyIwMDAwMDAwMDAwMDAxMDQyIl0' };

/** One body of each command. */
export const bodies = {
  appeal: { reason: '审核时所附材料与录入一致' },
  decider: { matter: 'appeal', userId: 'u0335' },
  decision: { appellant: 'u0123', outcome: 'granted', reason: '申诉属实' },
};
