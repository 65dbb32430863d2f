import { ACTOR, CYCLE, DIGEST, ERROR_ID, MOMENT, POSITION, RECORD_ID, TIME, VILLAGE } from '../openapi/examples.js';

const UNIT = { code: VILLAGE, name: '新建村委会' };
const MONTH = '2020-10';
const HELPER = { ...ACTOR, userId: 'u0140', name: '周志强', role: 'helper' };
const EVENT_ID = '6c0f3a52-1f5e-8d3a-9a41-3f0be1b6d7c2';

export const visitAgreementExample = {
  recordId: RECORD_ID,
  asOf: MOMENT,
  kinds: ['home-visit', 'inquiry', 'spot-check'],
  fields: [
    {
      field: 'address',
      line: 'household',
      verdict: 'disagree',
      checks: {
        'home-visit': { outcome: 'confirmed', current: true, date: '2020-10-02', by: HELPER, eventId: EVENT_ID },
        'spot-check': {
          outcome: 'differs',
          value: '新建村7组',
          note: '与走访所见不符',
          current: true,
          date: '2020-10-08',
          by: { ...HELPER, userId: 'u0141', name: '何丽', role: 'resident-helper' },
          eventId: EVENT_ID,
        },
      },
      disagreement: { disagreementId: ERROR_ID, status: 'open', time: TIME },
    },
    { field: 'members', line: 'household', verdict: 'single', checks: { inquiry: null } },
    { field: 'cardNumber', line: 'enrolment', verdict: 'not-asked', checks: {} },
  ],
};

export const agreementSummaryExample = {
  unit: UNIT,
  month: MONTH,
  asOf: MOMENT,
  records: 41,
  fields: [
    {
      field: 'address',
      kinds: {
        'home-visit': { confirmed: 30, differs: 2 },
        inquiry: { confirmed: 0, differs: 0 },
        'spot-check': { confirmed: 6, differs: 1 },
      },
      agree: 5,
      disagree: 1,
      single: 27,
      notAsked: 8,
    },
  ],
  openDisagreements: 3,
};

export const disagreementsExample = {
  asOf: MOMENT,
  items: [
    {
      disagreementId: ERROR_ID,
      recordId: RECORD_ID,
      field: 'address',
      line: 'household',
      kind: 'spot-check',
      status: 'open',
      village: VILLAGE,
      school: '3043482006',
      time: TIME,
      position: POSITION,
    },
  ],
};

export const drawExample = { month: MONTH, outcomes: [{ unit: VILLAGE, outcome: 'drawn', records: 5 }], position: POSITION };

const SEED = '9b1d04aa5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10';

export const samplesExample = {
  month: MONTH,
  asOf: MOMENT,
  items: [
    {
      unit: UNIT,
      month: MONTH,
      cycle: CYCLE,
      seed: SEED,
      definition: 1,
      rule: { version: 1, percent: 10, minimum: 1, kind: 'spot-check' },
      population: { position: '0000000000000990', size: 41, digest: DIGEST },
      position: '0000000000000991',
      records: [{ recordId: RECORD_ID, checked: true }],
      checked: 1,
    },
  ],
};

export const sampleProofExample = {
  unit: UNIT,
  month: MONTH,
  position: '0000000000000991',
  seed: SEED,
  population: { size: 41, digest: DIGEST },
  drawn: [RECORD_ID],
  matches: true,
};
