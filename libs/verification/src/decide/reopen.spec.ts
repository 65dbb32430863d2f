import { describe, expect, it } from '@jest/globals';
import { lineOf } from '../reading/initial-state.js';
import { lineStateOf, statusOf } from '../reading/line-state.js';
import { given } from '../testing/history.js';
import {
  approved,
  close,
  collect,
  complete,
  confirm,
  correct,
  found,
  FORGE,
  reopen,
  report,
  ruled,
  sealed,
  signed,
  state,
  statement,
  submit,
  transfer,
} from '../testing/loan.js';
import { SOUTH } from '../testing/yard.js';

const approvedByRule = signed(
  signed(ruled.after('north-clerk', submit('tool')), 'tool', 'north-checker', 'yard-checker'),
  'joint',
  'chief',
);

describe('a correction', () => {
  it('ends the approval before the new value stands, and sends the line up again', () => {
    const after = given(found)
      .when('north-clerk', correct({ worth: 'small' }))
      .then(
        { type: 'correction-opened', data: { errorId: 'error', line: 'tool', field: 'worth' } },
        {
          type: 'sign-offs-voided',
          data: { line: 'tool', levels: ['depot', 'yard'], joint: true, submissionVoided: true, cause: 'correction' },
        },
        { type: 'details-recorded', data: { values: { worth: sealed('small') }, source: { kind: 'correction', errorId: 'error' } } },
        { type: 'line-submitted', data: { line: 'tool', submission: 2 } },
      );
    expect(statusOf(after.state)).toBe('in-review');
    expect(after.state.joint).toBeUndefined();
    expect(after.state.errors['error']?.status).toBe('corrected');
  });

  it('leaves the other line locked, its sign-offs standing', () => {
    const after = found.after('north-clerk', correct({ worth: 'small' }));
    expect(lineOf(after.state, 'borrower')).toEqual(lineOf(approved.state, 'borrower'));
    given(after)
      .when('joinery-clerk', collect('borrower', { use: 'on-site' }))
      .refused('conflict', 'line-locked');
  });

  it('sets the one field, to another value than the wrong one', () => {
    given(found)
      .when('north-clerk', correct({ worth: 'large' }))
      .refused('conflict', 'same-value');
    given(found)
      .when('north-clerk', correct({ worth: 'small', accessories: [] }))
      .refused('invalid', 'only-the-field');
    given(found)
      .when('north-clerk', correct({ accessories: [] }))
      .refused('invalid', 'only-the-field');
    given(found).when('north-clerk', correct({})).refused('invalid', 'only-the-field');
    given(found)
      .when('north-clerk', correct({ worth: 'huge' }))
      .refused('invalid', 'invalid-values');
  });

  it('needs a confirmed error, and is by the collectors', () => {
    const reported = approved.after('onlooker', report('worth'));
    given(reported)
      .when('north-clerk', correct({ worth: 'small' }))
      .refused('conflict', 'error-not-confirmed');
    given(found)
      .when('north-clerk', correct({ worth: 'small' }, 'other'))
      .refused('not-found', 'unknown-error');
    given(found)
      .when('joinery-clerk', correct({ worth: 'small' }))
      .refused('forbidden', 'not-collector');
    given(found.after('north-clerk', correct({ worth: 'small' })))
      .when('north-clerk', correct({ worth: 'precious' }))
      .refused('conflict', 'error-not-confirmed');
    given(found.after('chief', close()))
      .when('north-clerk', correct({ worth: 'small' }))
      .refused('conflict', 'record-closed');
    given(found.after('north-clerk', transfer('tool', SOUTH)))
      .when('south-clerk', correct({ worth: 'small' }))
      .refused('conflict', 'transfer-pending');
  });

  it('brings a value that is only out of date up to date', () => {
    const outdated = approved.after('onlooker', report('worth')).after('insurer', confirm('error', { outdated: true }));
    given(outdated)
      .when('north-clerk', correct({ worth: 'small' }))
      .then({ type: 'correction-opened' }, { type: 'sign-offs-voided' }, { type: 'details-recorded' }, { type: 'line-submitted' });
  });

  it('waits for what is missing before the line goes up again', () => {
    const cleared = given(found)
      .when('north-clerk', { kind: 'correct', errorId: 'error', values: { worth: { c: 'none', v: null } } })
      .then({ type: 'correction-opened' }, { type: 'sign-offs-voided' }, { type: 'details-recorded' });
    given(cleared)
      .when('north-clerk', collect('tool', { worth: 'small' }))
      .then({ type: 'details-recorded' });
  });

  it('of a line that is complete by rule asks the rule with the new value', () => {
    const wrong = approvedByRule.after('onlooker', report('use')).after('insurer', confirm());
    const after = given(wrong)
      .when('joinery-clerk', correct({ use: 'away' }))
      .then(
        { type: 'correction-opened' },
        { type: 'sign-offs-voided', data: { joint: true, ruleVoided: true } },
        { type: 'details-recorded' },
        { type: 'line-submitted', data: { line: 'borrower', submission: 1 } },
      );
    expect(lineStateOf(after.state, 'borrower')).toBe('submitted');
  });

  it('that makes another line need its people opens that line', () => {
    const small = signed(
      signed(
        complete.after('north-clerk', collect('tool', { worth: 'small' })).after('joinery-clerk', collect('borrower', { use: 'away' })),
        'borrower',
      ).after('north-clerk', submit('tool')),
      'tool',
      'north-checker',
      'yard-checker',
    );
    expect(lineStateOf(small.state, 'borrower')).toBe('complete');
    const byRule = small
      .after('joinery-clerk', collect('borrower', { use: 'on-site' }))
      .after('joinery-clerk', collect('borrower', { use: 'away' }))
      .after('joinery-clerk', submit('borrower'));
    expect(lineStateOf(byRule.state, 'borrower')).toBe('not-required');
    const wrong = signed(byRule, 'joint', 'chief').after('onlooker', report('worth')).after('insurer', confirm());
    const after = given(wrong)
      .when('north-clerk', correct({ worth: 'large' }))
      .then(
        { type: 'correction-opened' },
        { type: 'sign-offs-voided', data: { line: 'tool', joint: true } },
        { type: 'details-recorded' },
        { type: 'sign-offs-voided', data: { line: 'borrower', ruleVoided: true, cause: 'correction' } },
        { type: 'line-submitted', data: { line: 'tool' } },
      );
    given(after).when('joinery-clerk', submit('borrower')).then({ type: 'line-submitted' });
  });
});

describe('the board reopens', () => {
  it('every line of an approved record', () => {
    const after = given(approved)
      .when('chief', reopen())
      .then(
        { type: 'record-reopened', data: { lines: ['tool', 'borrower'] } },
        { type: 'sign-offs-voided', data: { line: 'tool', levels: ['depot', 'yard'], joint: true, cause: 'reopening' } },
        { type: 'sign-offs-voided', data: { line: 'borrower', levels: ['workshop'], joint: false } },
      );
    expect(statusOf(after.state)).toBe('collecting');
    given(after)
      .when('joinery-clerk', collect('borrower', { use: 'on-site' }))
      .then({ type: 'details-recorded' });
  });

  it('one line: the other stays locked and signed', () => {
    const after = given(approved)
      .when('chief', reopen('borrower'))
      .then(
        { type: 'record-reopened', data: { lines: ['borrower'] } },
        { type: 'sign-offs-voided', data: { line: 'borrower', joint: true } },
      );
    expect(lineOf(after.state, 'tool')).toEqual(lineOf(approved.state, 'tool'));
    given(after)
      .when('north-clerk', collect('tool', { worth: 'small' }))
      .refused('conflict', 'line-locked');
    given(after)
      .when('joinery-clerk', collect('borrower', { use: 'on-site' }))
      .then({ type: 'details-recorded' });
  });

  it('a line that was complete by rule', () => {
    given(approvedByRule)
      .when('chief', reopen('borrower'))
      .then({ type: 'record-reopened' }, { type: 'sign-offs-voided', data: { line: 'borrower', joint: true, ruleVoided: true } });
  });

  it('only what is approved, and lines that exist', () => {
    given(complete).when('chief', reopen()).refused('conflict', 'record-not-approved');
    given(approved).when('north-clerk', reopen()).refused('forbidden', 'not-county');
    given(approved).when('chief', reopen('engine')).refused('invalid', 'unknown-line');
    given(approved.after('joinery-clerk', transfer('borrower', FORGE)))
      .when('chief', reopen())
      .refused('conflict', 'record-not-approved');
  });
});

it('a statement about a line that a reopening has left locked reports an error', () => {
  const half = approved.after('chief', reopen('borrower')).after('insurer', state(statement('insurer', { worth: 'large' })));
  given(half)
    .when('insurer', state(statement('insurer', { worth: 'small' }, { fileLine: 2 })))
    .then({ type: 'statement-recorded', data: { took: [] } }, { type: 'error-reported', data: { field: 'worth' } });
});
