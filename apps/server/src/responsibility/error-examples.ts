import { ACTOR, ERROR_ID, EVENT_ID, MOMENT, RECORD_ID, TIME } from '../openapi/examples.js';

const COLLECTED = '2020-09-08T01:30:00.000Z';
const COLLECTOR = { ...ACTOR, userId: 'u0101', name: '王秀英', role: 'collector' };
const OFFICER = { ...ACTOR, userId: 'u0335', name: '周敏', role: 'officer', unit: '430482', unitName: '常宁市', line: 'education' };
const act = { eventId: EVENT_ID, time: COLLECTED };

/** Who answers for an error: who brought the value in and submitted it, and who signed it and has appealed. */
export const answerersExample = [
  {
    ...COLLECTOR,
    acts: [
      { act: 'introduced', by: COLLECTOR, ...act, how: 'collected' },
      { act: 'submitted', by: COLLECTOR, ...act, line: 'household', voided: false },
    ],
    answers: true,
  },
  {
    ...ACTOR,
    acts: [{ act: 'signed', by: ACTOR, ...act, line: 'household', level: 'village', voided: false }],
    answers: true,
    appeal: { status: 'open', appealedAt: TIME },
  },
];

const error = {
  errorId: ERROR_ID,
  recordId: RECORD_ID,
  field: 'guardianPhone',
  line: 'household',
  status: 'confirmed',
  origin: 'spot-check',
  eventId: EVENT_ID,
  reportedAt: COLLECTED,
  reportedBy: COLLECTOR,
  decidedAt: TIME,
  decidedBy: OFFICER,
  month: '2020-10',
  outdated: false,
  missing: false,
  alreadyChanged: false,
  answerers: answerersExample,
  caught: [],
};

export const errorExample = { asOf: MOMENT, ...error };
export const errorsExample = {
  asOf: MOMENT,
  items: [{ ...error, tasks: ['appeal'] }],
  nextCursor: 'WyIwMDAwMDAwMDAwMDAxMDQyIiwiMSIsIjIiXQ',
};
