import { it } from '@jest/globals';
import { given } from '../testing/history.js';
import { adopt, approved, collect, correct, found, opened, rejected, ruled, submit } from '../testing/loan.js';

it('a definition is adopted by the board, another than before, that exists', () => {
  given(opened)
    .when('chief', adopt(1))
    .then({ type: 'definition-adopted', data: { from: 2, to: 1 } });
  given(opened).when('chief', adopt(2)).refused('conflict', 'same-definition');
  given(opened).when('chief', adopt(7)).refused('invalid', 'unknown-definition');
  given(opened).when('north-clerk', adopt(1)).refused('forbidden', 'not-county');
});

it('a definition is not adopted by an approved or rejected record', () => {
  given(approved).when('chief', adopt(1)).refused('conflict', 'record-approved');
  given(rejected).when('chief', adopt(1)).refused('conflict', 'record-rejected');
});

it('a definition ends completion by rule', () => {
  given(ruled)
    .when('chief', adopt(1))
    .then(
      { type: 'definition-adopted' },
      { type: 'sign-offs-voided', data: { line: 'borrower', submission: 0, levels: [], ruleVoided: true, submissionVoided: false } },
    );
});

it('a definition unlocks the line that a correction had left approved: it has to go up again', () => {
  const moved = found.after('north-clerk', correct({ worth: 'precious' })).after('chief', adopt(1));
  given(moved)
    .when('joinery-clerk', submit('borrower'))
    .then({ type: 'line-submitted', data: { submission: 2, definition: 1 } });
  given(moved)
    .when('joinery-clerk', collect('borrower', { use: 'on-site' }))
    .then({ type: 'details-recorded' });
});
