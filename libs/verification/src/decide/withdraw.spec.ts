import { describe, expect, it } from '@jest/globals';
import { fieldHistories } from '../blame/field-history.js';
import { given } from '../testing/history.js';
import { approved, collected, complete, giveBack, LATER, NOW, signed, signOff, submit, submitted, withdraw } from '../testing/loan.js';
import { toolLoan } from '../testing/tool-loan.js';
import { yardWith } from '../testing/yard.js';

const half = signed(submitted, 'tool', 'north-checker');

describe('a submission is taken back', () => {
  it('by whoever submitted, as long as nobody has signed; the line is collected again and goes up anew', () => {
    const after = given(submitted)
      .when('north-clerk', withdraw('tool'))
      .then(
        { type: 'line-withdrawn', data: { line: 'tool', submission: 1, definition: 2, reason: 'too soon' } },
        { type: 'sign-offs-voided', data: { line: 'tool', submissionVoided: true, levels: [], joint: false, cause: 'withdrawn' } },
      );
    expect(after.state.lines.tool?.submission).toBeUndefined();
    expect(after.state.lines.borrower?.submission).toBeDefined();
    given(after)
      .when('north-clerk', submit('tool'))
      .then({ type: 'line-submitted', data: { submission: 2 } });
  });

  it('not by another, nor once somebody has signed it, also if that sign-off was returned or withdrawn', () => {
    given(submitted).when('joinery-clerk', withdraw('tool')).refused('forbidden', 'not-own-act');
    given(half).when('north-clerk', withdraw('tool')).refused('conflict', 'signed-already');
    const returned = half.after('yard-checker', giveBack(half, 'tool', 'depot'));
    given(returned).when('north-clerk', withdraw('tool')).refused('conflict', 'signed-already');
    given(half.after('north-checker', withdraw('tool', 'depot')))
      .when('north-clerk', withdraw('tool'))
      .refused('conflict', 'signed-already');
    given(collected).when('north-clerk', withdraw('tool')).refused('conflict', 'not-submitted');
  });
});

describe('a sign-off is taken back', () => {
  it('by whoever signed, until the next level has acted; the level has its turn again, with its whole time', () => {
    const later = half.in({ now: LATER });
    const after = given(later)
      .when('north-checker', withdraw('tool', 'depot'))
      .then(
        { type: 'line-withdrawn', data: { line: 'tool', level: 'depot', submission: 1, dueAt: '2020-09-05T00:00:00.000Z' } },
        { type: 'sign-offs-voided', data: { levels: ['depot'], submissionVoided: false, cause: 'withdrawn' } },
      );
    expect(after.state.lines.tool).toMatchObject({ signOffs: [], submission: { number: 1, dueAt: '2020-09-05T00:00:00.000Z' } });
    given(after).when('north-checker', signOff(after, 'tool')).then({ type: 'line-signed-off' });
  });

  it('is a signature all the same', () => {
    const after = half.after('north-checker', withdraw('tool', 'depot'));
    const signOffs = fieldHistories(after.events, toolLoan).get('worth')?.standing.signOffs;
    expect(signOffs).toMatchObject([{ by: { userId: 'north-checker' }, voided: { cause: 'withdrawn' } }]);
  });

  it('not by another, nor when the next level has signed, nor where nothing was signed', () => {
    given(half).when('yard-checker', withdraw('tool', 'depot')).refused('forbidden', 'not-own-act');
    given(complete).when('north-checker', withdraw('tool', 'depot')).refused('conflict', 'next-has-acted');
    given(submitted).when('north-checker', withdraw('tool', 'depot')).refused('conflict', 'not-signed');
    given(half).when('north-checker', withdraw('nothing')).refused('invalid', 'unknown-line');
  });

  it('of the last level while the joint one waits, which then waits no longer; not of what is approved', () => {
    const after = complete.after('yard-checker', withdraw('tool', 'yard'));
    expect(after.state.jointDueAt).toBeUndefined();
    given(approved).when('yard-checker', withdraw('tool', 'yard')).refused('conflict', 'record-approved');
    given(approved).when('chief', withdraw('joint', 'board')).refused('conflict', 'record-approved');
  });

  it('not by who does not hold the appointment any more under which it was signed', () => {
    given(half.in({ staffing: yardWith([], ['north-checker']), now: NOW }))
      .when('north-checker', withdraw('tool', 'depot'))
      .refused('forbidden', 'no-appointment');
  });
});
