import { describe, it } from '@jest/globals';
import { given } from '../testing/history.js';
import { collect, collected, submit, visit } from '../testing/loan.js';
import { toolLoan } from '../testing/tool-loan.js';
import { yard } from '../testing/yard.js';
import type { RecordType } from '../model/record-type.js';
import type { Staffing } from '../model/staffing.js';

/** The same rules, which now ask for a training of clerks. */
const demanding: RecordType = {
  ...toolLoan,
  definitions: toolLoan.definitions.map((definition) => ({ ...definition, training: { course: 'handling', roles: ['clerk'] } })),
};

const since = (time: string): Staffing => ({
  ...yard,
  hasCompleted: (userId, course, at) => userId === 'north-clerk' && course === 'handling' && time <= at,
});

const EARLIER = '2020-08-31T00:00:00.000Z';
const LATER = '2020-09-30T00:00:00.000Z';

const under = (staffing: Staffing) => given(collected.in({ type: demanding, staffing }));

describe('a definition that asks for a training', () => {
  it('lets those act who have completed it', () => {
    under(since(EARLIER))
      .when('north-clerk', collect('tool', { worth: 'small' }))
      .then({ type: 'details-recorded' });
  });

  it.each([
    ['has not completed it', yard],
    ['completes it only later', since(LATER)],
  ])('refuses whoever %s', (_who, staffing) => {
    for (const command of [collect('tool', { worth: 'small' }), submit('tool'), visit]) {
      under(staffing).when('north-clerk', command).refused('forbidden', 'training-needed');
    }
  });
});
