import { describe, expect, it } from '@jest/globals';
import { pending } from '../reading/pending.js';
import { statusOf } from '../reading/line-state.js';
import { given } from '../testing/history.js';
import { approved, close, collected, report, state, statement, submitted } from '../testing/loan.js';
import { toolLoan } from '../testing/tool-loan.js';
import { yard } from '../testing/yard.js';

describe('a record is closed', () => {
  it('at any time, by its collectors or the county; what was signed stays', () => {
    given(collected)
      .when('joinery-clerk', close())
      .then({ type: 'record-closed', data: { reason: 'given-back' } });
    given(submitted)
      .when('insurer', { kind: 'close', reason: 'given-back', note: 'worn' })
      .then({ type: 'record-closed', data: { note: 'worn' } });
    const after = given(approved).when('chief', close()).then({ type: 'record-closed' });
    expect(statusOf(after.state)).toBe('closed');
    expect(after.state.lines).toEqual(approved.state.lines);
    given(collected).when('north-checker', close()).refused('forbidden', 'not-closer');
  });

  it('for a reason that the type knows', () => {
    given(collected).when('north-clerk', close('lost')).refused('invalid', 'unknown-reason');
  });

  it('as a duplicate of another record', () => {
    given(collected).when('chief', close('duplicate')).refused('invalid', 'duplicate-of-needed');
    given(collected).when('chief', close('duplicate', 'loan')).refused('invalid', 'duplicate-of-needed');
    given(collected)
      .when('chief', close('duplicate', 'other'))
      .then({ type: 'record-closed', data: { duplicateOf: 'other' } });
    expect(collected.decide('chief', close('given-back', 'other')).events[0]?.data).toEqual({ reason: 'given-back' });
  });

  it('once, and then nothing waits and nothing is news', () => {
    const closed = submitted.after('chief', close());
    given(closed).when('chief', close()).refused('conflict', 'record-closed');
    given(closed).when('onlooker', report('worth')).refused('conflict', 'record-closed');
    given(closed)
      .when('stores', state(statement('stores', { worth: 'small' })))
      .nothing();
    expect(pending(closed.state, toolLoan, yard)).toEqual([]);
  });
});
