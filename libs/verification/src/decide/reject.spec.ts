import { describe, expect, it } from '@jest/globals';
import { lineStateOf, statusOf } from '../reading/line-state.js';
import { given } from '../testing/history.js';
import {
  appeal,
  approved,
  collect,
  complete,
  correct,
  decideFinding,
  found,
  reject,
  rejected,
  reopen,
  ruled,
  signed,
  state,
  statement,
  submit,
  submitted,
  transfer,
  signOff,
} from '../testing/loan.js';
import { SOUTH } from '../testing/yard.js';

describe('the board rejects', () => {
  it('what every line has been signed for', () => {
    const after = given(complete)
      .when('chief', reject(complete))
      .then({ type: 'record-rejected', data: { reason: 'no need', definition: 2 } });
    expect(statusOf(after.state)).toBe('rejected');
    given(submitted).when('chief', reject(complete)).refused('conflict', 'lines-incomplete');
    given(complete).when('chief', { kind: 'reject', digest: 'old', reason: 'no' }).refused('conflict', 'stale-digest');
    given(complete).when('yard-checker', reject(complete)).refused('forbidden', 'not-county');
    given(approved).when('chief', reject(complete)).refused('conflict', 'record-approved');
  });

  it('and nothing goes on until it is appealed, but a transfer', () => {
    given(rejected)
      .when('north-clerk', collect('tool', { worth: 'small' }))
      .refused('conflict', 'record-rejected');
    given(rejected).when('chief', reopen()).refused('conflict', 'record-rejected');
    given(rejected).when('other-chief', signOff(complete, 'joint')).refused('conflict', 'record-rejected');
    given(rejected)
      .when('insurer', decideFinding('tool', { worth: 'small' }))
      .refused('conflict', 'record-rejected');
    given(rejected)
      .when('north-clerk', correct({ worth: 'small' }))
      .refused('conflict', 'record-rejected');
    given(rejected).when('north-clerk', transfer('tool', SOUTH)).then({ type: 'sign-offs-voided' }, { type: 'record-transferred' });
  });

  it('and what sources state is kept beside it', () => {
    given(rejected)
      .when('insurer', state(statement('insurer', { worth: 'small' })))
      .then({ type: 'statement-recorded', data: { took: [], merged: {} } });
  });
});

describe('an appeal', () => {
  it('takes it back to collection', () => {
    const after = given(rejected)
      .when('joinery-clerk', appeal)
      .then(
        { type: 'record-appealed' },
        { type: 'sign-offs-voided', data: { line: 'tool', levels: ['depot', 'yard'], submissionVoided: true, cause: 'appeal' } },
        { type: 'sign-offs-voided', data: { line: 'borrower', levels: ['workshop'] } },
      );
    expect(statusOf(after.state)).toBe('collecting');
    given(after)
      .when('north-clerk', submit('tool'))
      .then({ type: 'line-submitted', data: { submission: 2 } });
  });

  it('leaves a line complete by the rule that made it so', () => {
    const done = signed(ruled.after('north-clerk', submit('tool')), 'tool', 'north-checker', 'yard-checker');
    const after = done.after('chief', reject(done)).after('north-clerk', appeal);
    expect(lineStateOf(after.state, 'borrower')).toBe('not-required');
  });

  it('opens what an approval before had locked', () => {
    const corrected = signed(found.after('north-clerk', correct({ worth: 'small' })), 'tool', 'north-checker', 'yard-checker');
    const after = corrected.after('chief', reject(corrected)).after('north-clerk', appeal);
    given(after)
      .when('joinery-clerk', collect('borrower', { use: 'on-site' }))
      .then({ type: 'details-recorded' });
  });

  it('is by collectors, of a rejected record', () => {
    given(rejected).when('chief', appeal).refused('forbidden', 'not-collector');
    given(complete).when('north-clerk', appeal).refused('conflict', 'record-not-rejected');
  });
});
