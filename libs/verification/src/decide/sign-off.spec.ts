import { describe, expect, it } from '@jest/globals';
import { completeDigests, jointDigest, lineDigest } from '../reading/digests.js';
import { lineStateOf, statusOf } from '../reading/line-state.js';
import { given } from '../testing/history.js';
import {
  approved,
  close,
  collect,
  collected,
  complete,
  found,
  correct,
  giveBack,
  ruled,
  signed,
  signOff,
  submit,
  submitted,
} from '../testing/loan.js';
import { toolLoan } from '../testing/tool-loan.js';
import { NORTH, YARD } from '../testing/yard.js';

const precious = submitted.after('north-clerk', collect('tool', { worth: 'precious' })).after('north-clerk', submit('tool'));
const preciousDone = signed(signed(precious, 'tool', 'north-checker', 'yard-checker'), 'borrower', 'joinery-checker');

describe('a level signs', () => {
  it('what it was shown, under its own post', () => {
    const digest = lineDigest(submitted.state, toolLoan, 'tool', 1);
    const viewed = { documents: ['slip'], milliseconds: 1200 };
    const after = given(submitted)
      .when('north-checker', { kind: 'sign-off', line: 'tool', level: 'depot', digest, viewed, note: 'seen' })
      .then({
        type: 'line-signed-off',
        data: {
          line: 'tool',
          level: 'depot',
          submission: 1,
          digest,
          definition: 2,
          post: { role: 'checker', unit: NORTH, line: 'tool' },
          bulk: false,
          viewed,
          note: 'seen',
        },
      });
    expect(lineStateOf(after.state, 'tool')).toBe('signed:depot');
    expect(statusOf(after.state)).toBe('in-review');
    expect(after.events.at(-1)?.data).not.toHaveProperty('inPlaceOf');
  });

  it('in bulk, which is said', () => {
    given(submitted)
      .when('north-checker', signOff(submitted, 'tool', { bulk: true }))
      .then({ type: 'line-signed-off', data: { bulk: true, viewed: { documents: [], milliseconds: 0 } } });
  });

  it('nothing that has changed since it was shown', () => {
    const shown = signOff(submitted, 'tool');
    const again = submitted.after('north-clerk', collect('tool', { worth: 'small' })).after('north-clerk', submit('tool'));
    given(again).when('north-checker', shown).refused('conflict', 'stale-digest');
    const jointly = signOff(complete, 'joint');
    const resigned = signed(
      complete.after('north-clerk', collect('tool', { worth: 'precious' })).after('north-clerk', submit('tool')),
      'tool',
      'north-checker',
      'yard-checker',
    );
    given(resigned)
      .when('chief', { ...jointly, note: 'seen' })
      .refused('conflict', 'stale-digest');
  });

  it('in its turn, when there is something to sign', () => {
    const once = signed(submitted, 'tool', 'north-checker');
    given(submitted)
      .when('yard-checker', { ...signOff(submitted, 'tool'), level: 'yard' })
      .refused('conflict', 'wrong-level');
    given(once).when('north-checker', signOff(submitted, 'tool')).refused('conflict', 'wrong-level');
    given(collected).when('north-checker', signOff(submitted, 'tool')).refused('conflict', 'not-submitted');
    given(complete).when('yard-checker', signOff(once, 'tool')).refused('conflict', 'line-complete');
    given(once).when('chief', signOff(complete, 'joint')).refused('conflict', 'lines-incomplete');
    given(ruled).when('joinery-checker', signOff(submitted, 'borrower')).refused('conflict', 'already-complete');
    given(approved).when('other-chief', signOff(complete, 'joint')).refused('conflict', 'record-approved');
    given(submitted.after('chief', close())).when('north-checker', signOff(submitted, 'tool')).refused('conflict', 'record-closed');
    given(submitted)
      .when('north-checker', { ...signOff(submitted, 'tool'), line: 'engine' })
      .refused('invalid', 'unknown-line');
  });
});

describe('the joint sign-off', () => {
  it('approves the record: over both lines, once, and locks them', () => {
    const digest = jointDigest(complete.state, toolLoan) ?? '';
    const after = given(complete)
      .when('chief', { kind: 'sign-off', line: 'joint', level: 'board', digest })
      .then(
        { type: 'line-signed-off', data: { line: 'joint', level: 'board', submission: 0, digest } },
        { type: 'record-approved', data: { digest, digests: completeDigests(complete.state, toolLoan), payable: true, definition: 2 } },
      );
    expect(statusOf(after.state)).toBe('approved');
    expect(Object.values(after.state.lines).map(({ locked }) => locked)).toEqual([true, true]);
  });

  it('of a record with a line that is complete by rule covers its values under number 0', () => {
    const done = signed(ruled.after('north-clerk', submit('tool')), 'tool', 'north-checker', 'yard-checker');
    given(done)
      .when('chief', signOff(done, 'joint'))
      .then(
        { type: 'line-signed-off' },
        { type: 'record-approved', data: { digests: { borrower: lineDigest(done.state, toolLoan, 'borrower', 0) }, payable: false } },
      );
  });

  it('gives a reason where the lines do not fit each other', () => {
    const { errors } = given(preciousDone)
      .when('chief', signOff(preciousDone, 'joint', { note: ' ' }))
      .refused('conflict', 'reason-needed');
    expect(errors).toEqual([{ pointer: '/note', code: 'precious-away' }]);
    given(preciousDone)
      .when('chief', signOff(preciousDone, 'joint', { note: 'insured' }))
      .then({ type: 'line-signed-off', data: { note: 'insured' } }, { type: 'record-approved' });
  });

  it('after a correction covers the line that stayed signed', () => {
    const corrected = signed(found.after('north-clerk', correct({ worth: 'small' })), 'tool', 'north-checker', 'yard-checker');
    const after = given(corrected)
      .when('chief', signOff(corrected, 'joint'))
      .then({ type: 'line-signed-off' }, { type: 'record-approved' });
    const [before, now] = [approved, after].map(({ events }) => events.findLast(({ type }) => type === 'record-approved')?.data);
    expect(now).not.toEqual(before);
    expect(now).toMatchObject({ digests: { borrower: (before as { digests: Record<string, string> }).digests['borrower'] } });
  });
});

it('a sign-off after a return takes the place of the one that was voided', () => {
  const once = signed(submitted, 'tool', 'north-checker');
  const back = once.after('yard-checker', giveBack(once, 'tool', 'depot'));
  expect(lineStateOf(back.state, 'tool')).toBe('returned:depot');
  const again = given(back)
    .when('north-checker', signOff(back, 'tool'))
    .then({ type: 'line-signed-off', data: { level: 'depot', submission: 1, post: { unit: NORTH } } });
  expect(lineStateOf(again.state, 'tool')).toBe('signed:depot');
  given(again)
    .when('yard-checker', signOff(again, 'tool'))
    .then({ type: 'line-signed-off', data: { post: { unit: YARD } } });
});
