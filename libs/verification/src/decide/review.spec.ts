import { describe, expect, it } from '@jest/globals';
import { collect, collected, giveBack, signed, signOff, submit, submitted, waitingOn, complete } from '../testing/loan.js';
import { given, type History } from '../testing/history.js';
import type { GivenAppointment } from '../testing/staffing-of.js';
import { JOINERY, NORTH, YARD, yardWith } from '../testing/yard.js';

const post = (userId: string, role: string, unit: string, line: string, onBehalfOf?: string): GivenAppointment => {
  return { userId, role, unit, line, ...(onBehalfOf !== undefined && { onBehalfOf }) };
};
const checks = (userId: string, onBehalfOf?: string) => post(userId, 'checker', NORTH, 'tool', onBehalfOf);
const staffed = (history: History, more: readonly GivenAppointment[], without: readonly string[] = []) =>
  history.in({ staffing: yardWith(more, without) });

describe('whoever set a value or submitted does not sign the line', () => {
  it('who collected one of its values', () => {
    const own = staffed(submitted, [checks('north-clerk')]);
    given(own).when('north-clerk', signOff(own, 'tool')).refused('forbidden', 'own-value');
    given(own).when('north-checker', signOff(own, 'tool')).then({ type: 'line-signed-off' });
  });

  it('who only entered it again', () => {
    const again = staffed(collected, [post('second', 'clerk', NORTH, 'tool'), checks('second')])
      .after('second', collect('tool', { worth: 'large' }))
      .after('north-clerk', submit('tool'));
    given(again).when('second', signOff(again, 'tool')).refused('forbidden', 'own-value');
  });

  it('who only submitted it', () => {
    const sent = staffed(collected, [post('second', 'clerk', NORTH, 'tool'), checks('second')]).after('second', submit('tool'));
    given(sent).when('second', signOff(sent, 'tool')).refused('forbidden', 'own-value');
  });

  it('whose value stands no more signs', () => {
    const replaced = staffed(collected, [post('second', 'clerk', NORTH, 'tool'), checks('second')])
      .after('second', collect('tool', { worth: 'small' }))
      .after('north-clerk', collect('tool', { worth: 'large' }))
      .after('north-clerk', submit('tool'));
    given(replaced).when('second', signOff(replaced, 'tool')).then({ type: 'line-signed-off' });
  });

  it('who decided a finding, or set the other line, does not sign jointly', () => {
    const own = staffed(complete, [post('joinery-clerk', 'chief', YARD, 'board')]);
    given(own).when('joinery-clerk', signOff(own, 'joint')).refused('forbidden', 'own-value');
  });

  it('who set the other line signs this one', () => {
    const other = staffed(submitted, [checks('joinery-clerk')]);
    given(other).when('joinery-clerk', signOff(other, 'tool')).then({ type: 'line-signed-off' });
  });
});

describe('one person signs one level of a record', () => {
  it('of the same line', () => {
    const once = staffed(signed(submitted, 'tool', 'north-checker'), [post('north-checker', 'checker', YARD, 'tool')]);
    given(once).when('north-checker', signOff(once, 'tool')).refused('forbidden', 'signed-before');
  });

  it('of both lines', () => {
    const once = staffed(signed(submitted, 'tool', 'north-checker'), [post('north-checker', 'checker', JOINERY, 'borrower')]);
    given(once).when('north-checker', signOff(once, 'borrower')).refused('forbidden', 'signed-before');
  });

  it('or jointly', () => {
    const done = staffed(complete, [post('yard-checker', 'chief', YARD, 'board')]);
    given(done).when('yard-checker', signOff(done, 'joint')).refused('forbidden', 'signed-before');
  });

  it('unless their sign-off has been voided', () => {
    const once = staffed(signed(submitted, 'tool', 'north-checker'), [post('north-checker', 'checker', JOINERY, 'borrower')]);
    const back = once.after('yard-checker', giveBack(once, 'tool', 'depot'));
    given(back).when('north-checker', signOff(back, 'borrower')).then({ type: 'line-signed-off' });
  });
});

describe('a delegate', () => {
  it('signs for whom they stand for, and it is said', () => {
    const lent = staffed(submitted, [checks('deputy', 'north-checker')]);
    const { actor } = lent.decide('deputy', signOff(lent, 'tool'));
    expect(actor).toEqual({
      userId: 'deputy',
      name: 'deputy',
      role: 'checker',
      unit: NORTH,
      unitName: NORTH,
      line: 'tool',
      onBehalfOf: 'north-checker',
    });
  });

  it('is barred for what they did, and for what the other did', () => {
    const own = staffed(submitted, [checks('north-clerk', 'north-checker')]);
    given(own).when('north-clerk', signOff(own, 'tool')).refused('forbidden', 'own-value');
    const others = staffed(submitted, [checks('deputy', 'north-clerk')]);
    given(others).when('deputy', signOff(others, 'tool')).refused('forbidden', 'own-value');
    const once = staffed(signed(submitted, 'tool', 'north-checker'), [post('deputy', 'checker', YARD, 'tool', 'north-checker')]);
    given(once).when('deputy', signOff(once, 'tool')).refused('forbidden', 'signed-before');
  });

  it('bars whom they stand for by what they did in their name', () => {
    const lent = staffed(submitted, [checks('deputy', 'north-checker'), post('north-checker', 'checker', YARD, 'tool')]);
    const once = signed(lent, 'tool', 'deputy');
    given(once).when('north-checker', signOff(once, 'tool')).refused('forbidden', 'signed-before');
    const entered = staffed(collected, [post('deputy', 'clerk', NORTH, 'tool', 'away'), checks('away')])
      .after('deputy', collect('tool', { worth: 'small' }))
      .after('north-clerk', submit('tool'));
    given(entered).when('away', signOff(entered, 'tool')).refused('forbidden', 'own-value');
  });

  it('who holds the post themselves signs for themselves', () => {
    const both = staffed(submitted, [checks('north-checker', 'north-clerk')]);
    const { actor } = both.decide('north-checker', signOff(both, 'tool'));
    expect(actor.onBehalfOf).toBeUndefined();
  });
});

describe('a level with nobody left to sign', () => {
  it('goes to the post above, who signs in place of it', () => {
    const empty = staffed(submitted, [], ['north-checker']);
    given(empty)
      .when('yard-checker', signOff(empty, 'tool'))
      .then({
        type: 'line-signed-off',
        data: {
          level: 'depot',
          post: { role: 'checker', unit: YARD, line: 'tool' },
          inPlaceOf: { role: 'checker', unit: NORTH, line: 'tool' },
        },
      });
  });

  it('also if all of its people are barred', () => {
    const barred = staffed(submitted, [checks('north-clerk')], ['north-checker']);
    const { params } = given(barred).when('north-clerk', signOff(barred, 'tool')).refused('forbidden', 'own-value');
    expect(params).toEqual({});
    given(barred)
      .when('yard-checker', signOff(barred, 'tool'))
      .then({ type: 'line-signed-off', data: { inPlaceOf: { unit: NORTH } } });
  });

  it('but not past anybody who can', () => {
    const { params } = given(submitted).when('yard-checker', signOff(submitted, 'tool')).refused('forbidden', 'not-your-level');
    expect(params).toEqual({ unit: NORTH, role: 'checker' });
  });

  it('and then the one who signed in place of it does not sign the level above, which goes up in the same way', () => {
    const empty = staffed(submitted, [], ['north-checker']);
    const once = signed(empty, 'tool', 'yard-checker');
    given(once).when('yard-checker', signOff(once, 'tool')).refused('forbidden', 'signed-before');
    const twice = given(once)
      .when('chief', signOff(once, 'tool'))
      .then({ type: 'line-signed-off', data: { level: 'yard', post: { role: 'chief' }, inPlaceOf: { unit: YARD, role: 'checker' } } });
    const done = signed(twice, 'borrower', 'joinery-checker');
    given(done).when('chief', signOff(done, 'joint')).refused('forbidden', 'signed-before');
    given(done).when('other-chief', signOff(done, 'joint')).then({ type: 'line-signed-off' }, { type: 'record-approved' });
  });

  it('at the very top waits', () => {
    const alone = staffed(submitted, [], ['north-checker', 'other-chief']);
    const done = signed(signed(alone, 'tool', 'yard-checker', 'chief'), 'borrower', 'joinery-checker');
    given(done).when('chief', signOff(done, 'joint')).refused('forbidden', 'signed-before');
    const { params } = given(done).when('onlooker', signOff(done, 'joint')).refused('forbidden', 'not-your-level');
    expect(params).toEqual({ unit: YARD, role: 'chief' });
    expect(waitingOn(done, 'joint').barred).toContain('chief');
  });

  it('returns in place of it as well', () => {
    const empty = staffed(submitted, [], ['north-checker']);
    given(empty)
      .when('yard-checker', giveBack(empty, 'tool', 'collection'))
      .then({ type: 'line-returned', data: { level: 'depot', inPlaceOf: { unit: NORTH } } }, { type: 'sign-offs-voided' });
  });
});

describe('appointments', () => {
  it('count while they hold', () => {
    const ended = staffed(submitted, [{ ...checks('gone'), to: submitted.setting.now }]);
    given(ended).when('gone', signOff(ended, 'tool')).refused('forbidden', 'no-appointment');
    const future = staffed(submitted, [{ ...checks('new'), from: '2030-01-01T00:00:00.000Z' }]);
    given(future).when('new', signOff(future, 'tool')).refused('forbidden', 'no-appointment');
  });

  it('that end leave what was signed under them', () => {
    const once = staffed(signed(submitted, 'tool', 'north-checker'), [], ['north-checker']);
    given(once)
      .when('yard-checker', signOff(once, 'tool'))
      .then({ type: 'line-signed-off', data: { level: 'yard' } });
  });
});
