import type { Playground } from './attempts.js';
import { toolLoan } from './tool-loan.js';
import { FORGE, JOINERY, NORTH, people, SOUTH, YARD, yardWith } from './yard.js';
import type { GivenAppointment } from './staffing-of.js';

const post = (userId: string, role: string, unit: string, line: string, onBehalfOf?: string): GivenAppointment => {
  return { userId, role, unit, line, ...(onBehalfOf !== undefined && { onBehalfOf }) };
};

/** A yard of few people with many hats: whoever may not sign does so, if the engine lets them. */
const hats: readonly GivenAppointment[] = [
  post('north-clerk', 'checker', NORTH, 'tool'),
  post('north-checker', 'checker', YARD, 'tool'),
  post('north-checker', 'clerk', NORTH, 'tool'),
  post('joinery-checker', 'checker', YARD, 'tool'),
  post('joinery-clerk', 'chief', YARD, 'board'),
  post('yard-checker', 'clerk', JOINERY, 'borrower'),
  post('deputy', 'clerk', NORTH, 'tool', 'north-checker'),
  post('deputy', 'checker', JOINERY, 'borrower'),
  post('second', 'checker', YARD, 'tool', 'deputy'),
  post('second', 'clerk', FORGE, 'borrower'),
];

export const lending: Playground = {
  type: toolLoan,
  staffing: yardWith(hats),
  now: '2020-09-01T00:00:00.000Z',
  people: [...new Set([...people, ...hats].map(({ userId }) => userId))],
  samples: {
    tool: [
      { depot: NORTH, worth: 'large', accessories: ['case'] },
      { worth: 'small' },
      { worth: 'precious', accessories: [] },
      { depot: SOUTH, worth: 'large' },
    ],
    borrower: [{ workshop: JOINERY, use: 'away' }, { use: 'on-site' }, { workshop: FORGE, use: 'away' }],
  },
  statements: [
    { department: 'stores', values: { depot: SOUTH, worth: 'small', accessories: ['strap'] } },
    { department: 'stores', values: { depot: NORTH, worth: 'large', use: 'away', accessories: ['box'] } },
    { department: 'insurer', values: { worth: 'precious', workshop: FORGE } },
    { department: 'insurer', values: { worth: 'large', use: 'on-site' } },
    { department: 'maker', values: { accessories: ['case', 'manual'], worth: 'small' } },
  ],
  units: { tool: [NORTH, SOUTH], borrower: [JOINERY, FORGE] },
};
