import { describe, expect, it } from '@jest/globals';
import { lineOf } from '../reading/initial-state.js';
import { lineStateOf, statusOf } from '../reading/line-state.js';
import { given } from '../testing/history.js';
import { approved, collect, complete, correct, found, giveBack, ruled, signed, signOff, submit, submitted } from '../testing/loan.js';

const once = signed(submitted, 'tool', 'north-checker');

describe('a level returns a line', () => {
  it('to a level below: sign-offs from there upward are void', () => {
    const after = given(once)
      .when('yard-checker', giveBack(once, 'tool', 'depot', { note: 'see the handle' }))
      .then(
        {
          type: 'line-returned',
          data: {
            line: 'tool',
            level: 'yard',
            to: 'depot',
            submission: 1,
            definition: 2,
            reasons: [{ field: 'worth', reason: 'look again' }],
            note: 'see the handle',
          },
        },
        { type: 'sign-offs-voided', data: { line: 'tool', levels: ['depot'], joint: false, submissionVoided: false, cause: 'returned' } },
      );
    expect(lineStateOf(after.state, 'tool')).toBe('returned:depot');
    expect(statusOf(after.state)).toBe('returned');
  });

  it('to collection: its submission is void, the return stands until it is submitted again', () => {
    const after = given(once)
      .when('yard-checker', giveBack(once, 'tool', 'collection'))
      .then({ type: 'line-returned' }, { type: 'sign-offs-voided', data: { levels: ['depot'], submissionVoided: true } });
    const changed = after.after('north-clerk', collect('tool', { worth: 'small' }));
    expect(lineStateOf(changed.state, 'tool')).toBe('returned:collection');
    expect(lineStateOf(changed.after('north-clerk', submit('tool')).state, 'tool')).toBe('submitted');
  });

  it('and leaves the other line', () => {
    const other = signed(once, 'borrower', 'joinery-checker');
    const after = other.after('yard-checker', giveBack(other, 'tool', 'collection'));
    expect(lineOf(after.state, 'borrower')).toEqual(lineOf(other.state, 'borrower'));
  });

  it('naming fields of the line and a level below its own', () => {
    given(once)
      .when('yard-checker', giveBack(once, 'tool', 'yard'))
      .refused('invalid', 'wrong-return-level');
    given(once)
      .when('yard-checker', giveBack(once, 'tool', 'board'))
      .refused('invalid', 'wrong-return-level');
    given(once)
      .when('yard-checker', giveBack(once, 'tool', 'workshop'))
      .refused('invalid', 'wrong-return-level');
    given(once)
      .when('yard-checker', giveBack(once, 'tool', 'depot', { reasons: [] }))
      .refused('invalid', 'reason-needed');
    const reasons = [
      { field: 'worth', reason: 'no' },
      { field: 'use', reason: 'no' },
    ];
    const { errors } = given(once)
      .when('yard-checker', giveBack(once, 'tool', 'depot', { reasons }))
      .refused('invalid', 'unknown-field');
    expect(errors).toEqual([{ pointer: '/reasons/1/field', code: 'unknown-field', params: { allowed: 'depot, worth, accessories' } }]);
  });

  it('in its turn, of what it was shown, by who could sign it', () => {
    given(once)
      .when('north-checker', giveBack(submitted, 'tool', 'collection'))
      .refused('conflict', 'wrong-level');
    given(once)
      .when('north-checker', giveBack(once, 'tool', 'collection'))
      .refused('forbidden', 'not-your-level');
    given(submitted)
      .when('north-checker', giveBack(submitted, 'tool', 'collection', { digest: 'old' }))
      .refused('conflict', 'stale-digest');
    given(submitted)
      .when('north-checker', giveBack(submitted, 'tool', 'collection', { line: 'engine' }))
      .refused('invalid', 'unknown-line');
    given(approved)
      .when('other-chief', giveBack(complete, 'tool', 'depot', { by: 'joint' }))
      .refused('conflict', 'record-approved');
  });
});

describe('the board returns either line', () => {
  it('to a level: sign-offs below it stay, those of the other line too', () => {
    const after = given(complete)
      .when('chief', giveBack(complete, 'tool', 'yard', { by: 'joint' }))
      .then(
        { type: 'line-returned', data: { line: 'tool', level: 'board', to: 'yard' } },
        { type: 'sign-offs-voided', data: { levels: ['yard'] } },
      );
    expect(lineOf(after.state, 'tool').signOffs.map(({ level }) => level)).toEqual(['depot']);
    expect(lineStateOf(after.state, 'borrower')).toBe('complete');
    expect(after.state.jointDueAt).toBeUndefined();
    given(after).when('yard-checker', signOff(after, 'tool')).then({ type: 'line-signed-off' });
  });

  it('to collection', () => {
    given(complete)
      .when('chief', giveBack(complete, 'borrower', 'collection', { by: 'joint' }))
      .then(
        { type: 'line-returned' },
        { type: 'sign-offs-voided', data: { line: 'borrower', levels: ['workshop'], submissionVoided: true } },
      );
  });

  it('to collection, if it was complete by rule', () => {
    const done = signed(ruled.after('north-clerk', submit('tool')), 'tool', 'north-checker', 'yard-checker');
    const after = given(done)
      .when('chief', giveBack(done, 'borrower', 'collection', { by: 'joint' }))
      .then(
        { type: 'line-returned', data: { submission: 0 } },
        { type: 'sign-offs-voided', data: { submission: 0, submissionVoided: false, ruleVoided: true } },
      );
    expect(lineStateOf(after.state, 'borrower')).toBe('returned:collection');
    given(done)
      .when('chief', giveBack(done, 'borrower', 'workshop', { by: 'joint' }))
      .refused('invalid', 'wrong-return-level');
    given(after).when('joinery-clerk', submit('borrower')).then({ type: 'line-completed-by-rule' });
  });

  it('also the one that a correction of the other had left locked: it is opened', () => {
    const corrected = signed(found.after('north-clerk', correct({ worth: 'precious' })), 'tool', 'north-checker', 'yard-checker');
    expect(lineOf(corrected.state, 'borrower').locked).toBe(true);
    const after = corrected.after('chief', giveBack(corrected, 'borrower', 'collection', { by: 'joint' }));
    given(after)
      .when('joinery-clerk', collect('borrower', { use: 'on-site' }))
      .then({ type: 'details-recorded' });
    given(after)
      .when('joinery-clerk', submit('borrower'))
      .then({ type: 'line-submitted', data: { submission: 2 } });
  });
});
