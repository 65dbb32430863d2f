import { describe, expect, it } from '@jest/globals';
import { lineOf } from '../reading/initial-state.js';
import { given } from '../testing/history.js';
import {
  collect,
  collected,
  complete,
  correct,
  found,
  giveBack,
  LATER,
  ruled,
  signed,
  signOff,
  submit,
  submitted,
  waitingOn,
} from '../testing/loan.js';

const THREE_DAYS = '2020-09-04T00:00:00.000Z';
const once = signed(submitted, 'tool', 'north-checker');
const due = (history: typeof submitted, line: string) => waitingOn(history, line).dueAt;

describe('a level is due', () => {
  it('so many days after it is its turn', () => {
    given(collected)
      .when('north-clerk', submit('tool'))
      .then({ type: 'line-submitted', data: { dueAt: THREE_DAYS } });
    given(submitted.in({ now: LATER }))
      .when('north-checker', signOff(submitted, 'tool'))
      .then({ type: 'line-signed-off', data: { dueAt: '2020-09-07T00:00:00.000Z' } });
    expect(due(submitted, 'tool')).toBe(THREE_DAYS);
    expect(due(once, 'tool')).toBe('2020-09-06T00:00:00.000Z');
  });

  it('never, if the definition does not say', () => {
    expect(submitted.events.at(-1)?.data).not.toHaveProperty('dueAt');
    expect(due(submitted, 'borrower')).toBeUndefined();
  });

  it('anew when a line comes back to it', () => {
    const later = once.in({ now: LATER });
    const back = given(later)
      .when('yard-checker', giveBack(later, 'tool', 'depot'))
      .then({ type: 'line-returned', data: { dueAt: '2020-09-05T00:00:00.000Z' } }, { type: 'sign-offs-voided' });
    expect(due(back, 'tool')).toBe('2020-09-05T00:00:00.000Z');
    const collection = later.decide('yard-checker', giveBack(later, 'tool', 'collection'));
    expect(collection.events[0]?.data).not.toHaveProperty('dueAt');
  });

  it('no more once it has signed the whole line', () => {
    expect(lineOf(complete.state, 'tool').submission).not.toHaveProperty('dueAt');
  });
});

describe('the board is due', () => {
  const SEVEN_DAYS = '2020-09-08T00:00:00.000Z';

  it('from when the last line is signed, whichever it is', () => {
    expect(due(complete, 'joint')).toBe(SEVEN_DAYS);
    const otherWay = signed(signed(submitted, 'borrower', 'joinery-checker'), 'tool', 'north-checker');
    const last = otherWay.in({ now: LATER }).after('yard-checker', signOff(otherWay, 'tool'));
    expect(due(last, 'joint')).toBe('2020-09-09T00:00:00.000Z');
  });

  it('from when a rule completes the last line', () => {
    const tool = signed(collected.after('north-clerk', submit('tool')), 'tool', 'north-checker', 'yard-checker');
    const onSite = tool.after('joinery-clerk', collect('borrower', { use: 'on-site' }));
    given(onSite)
      .when('joinery-clerk', submit('borrower'))
      .then({ type: 'line-completed-by-rule', data: { dueAt: SEVEN_DAYS } });
    expect(ruled.events.at(-1)?.data).not.toHaveProperty('dueAt');
  });

  it('from when a completion by rule is said anew', () => {
    const small = collected.after('north-clerk', collect('tool', { worth: 'small' })).after('north-clerk', submit('tool'));
    const done = signed(small, 'tool', 'north-checker', 'yard-checker').in({ now: LATER });
    const after = given(done)
      .when('joinery-clerk', collect('borrower', { use: 'on-site' }))
      .then(
        { type: 'details-recorded' },
        { type: 'sign-offs-voided' },
        { type: 'line-completed-by-rule', data: { dueAt: '2020-09-09T00:00:00.000Z' } },
      );
    expect(due(after, 'joint')).toBe('2020-09-09T00:00:00.000Z');
  });

  it('no more while a line is open again', () => {
    const back = complete.after('chief', giveBack(complete, 'tool', 'yard', { by: 'joint' }));
    expect(back.state.jointDueAt).toBeUndefined();
    expect(due(signed(back, 'tool', 'yard-checker'), 'joint')).toBe(SEVEN_DAYS);
    const corrected = found.after('north-clerk', correct({ worth: 'small' }));
    expect(corrected.state.jointDueAt).toBeUndefined();
  });
});
