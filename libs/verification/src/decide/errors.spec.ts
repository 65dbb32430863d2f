import { describe, expect, it } from '@jest/globals';
import { given, type History } from '../testing/history.js';
import {
  approved,
  close,
  closeError,
  collect,
  collected,
  confirm,
  correct,
  found,
  giveBack,
  LATER,
  report,
  reopen,
  signed,
  submit,
  submitted,
  visit,
  withdraw,
} from '../testing/loan.js';
import { decideRemembering, remembering } from '../testing/remembering.js';
import { strictLoan } from '../testing/strict-loan.js';
import { NORTH, SOUTH, YARD, yardWith } from '../testing/yard.js';
import type { RecordCommand } from '../model/commands.js';

const once = signed(submitted, 'tool', 'north-checker');
const reported = approved.after('onlooker', report('worth', 'small'));
const saw = (field: string) => ({ ...visit, checked: { [field]: { outcome: 'confirmed' } } }) as RecordCommand;
const dismiss: RecordCommand = { kind: 'dismiss-error', errorId: 'error', reason: 'it is right' };
const commitment = (history: History, field: string) => history.state.fields[field]!.c;
const alsoInsurer = (userId: string) => yardWith([{ userId, role: 'keeper', unit: 'yard', line: 'insurer' }]);

describe('an error is reported', () => {
  it('by anyone, in what somebody has signed', () => {
    const after = given(once)
      .when('onlooker', { ...report('worth', 'small'), note: 'too light' } as RecordCommand)
      .then({
        type: 'error-reported',
        data: { errorId: 'error', field: 'worth', line: 'tool', wrong: commitment(once, 'worth'), origin: 'audit', note: 'too light' },
      });
    expect(after.state.errors['error']).toMatchObject({ status: 'reported', by: { userId: 'onlooker' } });
    given(once).when('nobody', report('worth')).refused('forbidden', 'no-appointment');
  });

  it('of a value that is not there, too', () => {
    const without = signed(
      collected
        .after('north-clerk', { kind: 'collect', section: 'tool', values: { accessories: { c: 'none', v: null } } })
        .after('north-clerk', { kind: 'submit', line: 'tool' }),
      'tool',
      'north-checker',
    );
    given(without)
      .when('onlooker', report('accessories', ['case']))
      .then({ type: 'error-reported', data: { wrong: 'none' } });
  });

  it('not in what nobody has signed: that is a finding', () => {
    given(once).when('onlooker', report('use')).refused('conflict', 'value-not-signed');
    given(submitted).when('onlooker', report('worth')).refused('conflict', 'value-not-signed');
    given(once).when('onlooker', report('size')).refused('invalid', 'unknown-field');
    given(once).when('onlooker', report('worth', 'large')).refused('conflict', 'same-value');
    given(approved.after('chief', close())).when('onlooker', report('worth')).refused('conflict', 'record-closed');
  });

  it('of a field and by an origin that there are, in whatever state the record is', () => {
    for (const field of ['__proto__', 'constructor', 'size'])
      expect(given(collected).when('onlooker', report(field)).refused('invalid', 'unknown-field').errors).toEqual([
        { pointer: '/field', code: 'unknown-field', params: { allowed: 'depot, worth, accessories, workshop, use' } },
      ]);
    const strict = collected.in({ type: strictLoan });
    const heard = { ...report('worth'), origin: 'hearsay' } as RecordCommand;
    expect(given(strict).when('onlooker', heard).refused('invalid', 'unknown-origin').errors).toEqual([
      { pointer: '/origin', code: 'unknown-origin', params: { allowed: 'audit, appeal' } },
    ]);
    given(strict).when('onlooker', report('worth')).refused('conflict', 'value-not-signed');
  });

  it('once for the same wrong value, unless the first was settled', () => {
    given(reported)
      .when('chief', report('worth', 'precious', 'second'))
      .nothing();
    given(found)
      .when('chief', report('worth', 'precious', 'second'))
      .nothing();
    given(reported.after('insurer', dismiss))
      .when('chief', report('worth', 'small', 'second'))
      .then({ type: 'error-reported' });
  });

  it('also when every sign-off has been voided since: by a return, a reopening, a withdrawal', () => {
    const returned = once.after('yard-checker', giveBack(once, 'tool', 'collection'));
    const withdrawn = once.after('north-checker', withdraw('tool', 'depot'));
    for (const history of [returned, withdrawn, approved.after('chief', reopen('tool'))]) {
      given(history)
        .when('onlooker', report('worth', 'small'))
        .then({ type: 'error-reported', data: { wrong: commitment(history, 'worth') } });
    }
  });

  it('not in a value that was entered since, until somebody signs it', () => {
    const changed = once
      .after('yard-checker', giveBack(once, 'tool', 'collection'))
      .after('north-clerk', { kind: 'collect', section: 'tool', values: { worth: { c: 'new', v: 'precious' } } });
    given(changed).when('onlooker', report('worth', 'small')).refused('conflict', 'value-not-signed');
    given(changed).when('onlooker', report('depot', SOUTH)).then({ type: 'error-reported' });
    const signedAnew = signed(changed.after('north-clerk', { kind: 'submit', line: 'tool' }), 'tool', 'north-checker');
    given(signedAnew)
      .when('onlooker', report('worth', 'small'))
      .then({ type: 'error-reported', data: { wrong: 'new' } });
  });

  it('in an earlier value that was signed, named by an event that set, submitted or signed it', () => {
    const changed = once
      .after('yard-checker', giveBack(once, 'tool', 'collection'))
      .after('north-clerk', { kind: 'collect', section: 'tool', values: { worth: { c: 'new', v: 'precious' } } });
    const first = once.state.fields.worth!;
    const signOff = once.events.find(({ type }) => type === 'line-signed-off')!;
    for (const event of [first.eventId, signOff.id]) {
      const { events } = decideRemembering(changed, 'onlooker', { ...report('worth', 'small'), event } as RecordCommand);
      expect(events).toMatchObject([{ type: 'error-reported', data: { wrong: first.c, run: first.since } }]);
    }
    const event = changed.state.fields.worth!.eventId;
    expect(() => decideRemembering(changed, 'onlooker', { ...report('worth'), event } as RecordCommand)).toThrow(
      expect.objectContaining({ code: 'value-not-signed' }),
    );
    const strange = { ...report('worth'), event: 'none' } as RecordCommand;
    expect(() => decideRemembering(changed, 'onlooker', strange)).toThrow(expect.objectContaining({ code: 'unknown-event' }));
  });

  it('again where a confirmed one was changed by entering, and the wrong value came back', () => {
    const open = remembering(reported, 'insurer', confirm()).after('chief', reopen('tool'));
    const entered = (history: History, worth: string) => history.after('north-clerk', collect('tool', { worth }));
    const again = entered(entered(open, 'small'), 'large').after('north-clerk', { kind: 'submit', line: 'tool' });
    given(signed(again, 'tool', 'north-checker'))
      .when('onlooker', report('worth', 'small', 'second'))
      .then({ type: 'error-reported', data: { errorId: 'second' } });
  });

  it('again if a corrected value is wrong once more', () => {
    const corrected = signed(found.after('north-clerk', correct({ worth: 'small' })), 'tool', 'north-checker', 'yard-checker');
    const back = signed(corrected, 'joint', 'chief')
      .after('onlooker', report('worth', 'large', 'second'))
      .after('insurer', confirm('second'))
      .after('north-clerk', correct({ worth: 'large' }, 'second'));
    const wrongAgain = signed(back, 'tool', 'north-checker');
    given(wrongAgain)
      .when('onlooker', report('worth', 'small', 'third'))
      .then({ type: 'error-reported', data: { errorId: 'third' } });
  });
});

describe('an error is decided', () => {
  it('as one from the beginning, since a moment, or outdated', () => {
    given(reported)
      .when('insurer', confirm())
      .then({ type: 'error-confirmed', data: { errorId: 'error', outdated: false, definition: 2 } });
    const since = given(reported.in({ now: LATER }))
      .when('insurer', confirm('error', { wrongSince: LATER }))
      .then({ type: 'error-confirmed', data: { wrongSince: LATER } });
    expect(since.state.errors['error']).toMatchObject({ status: 'confirmed', wrongSince: LATER });
    const outdated = given(reported)
      .when('insurer', confirm('error', { outdated: true }))
      .then({ type: 'error-confirmed', data: { outdated: true } });
    expect(outdated.state.errors['error']?.status).toBe('outdated');
    given(reported)
      .when('insurer', confirm('error', { wrongSince: LATER }))
      .refused('invalid', 'future-time');
  });

  it('as none', () => {
    const after = given(reported)
      .when('insurer', dismiss)
      .then({ type: 'error-dismissed', data: { reason: 'it is right' } });
    expect(after.state.errors['error']?.status).toBe('dismissed');
  });

  it('once, if it was reported, also after closing', () => {
    given(found).when('insurer', dismiss).refused('conflict', 'error-decided');
    given(reported).when('insurer', confirm('other')).refused('not-found', 'unknown-error');
    given(reported).when('insurer', confirm('constructor')).refused('not-found', 'unknown-error');
    given(reported.after('chief', close())).when('insurer', confirm()).then({ type: 'error-confirmed' });
  });

  it('by an officer who had nothing to do with the value', () => {
    given(reported).when('onlooker', confirm()).refused('forbidden', 'not-confirmer');
    given(reported).when('chief', confirm()).refused('forbidden', 'confirmer-involved');
    for (const involved of ['north-clerk', 'north-checker', 'yard-checker']) {
      given(reported.in({ staffing: alsoInsurer(involved) }))
        .when(involved, confirm())
        .refused('forbidden', 'confirmer-involved');
    }
    given(reported.in({ staffing: alsoInsurer('joinery-checker') }))
      .when('joinery-checker', confirm())
      .then({ type: 'error-confirmed' });
  });

  it('not by who confirmed it on a visit, or stands for somebody who did', () => {
    const visited = reported.after('north-clerk', { ...visit, checked: { use: { outcome: 'confirmed' } } } as RecordCommand);
    const inUse = visited.after('onlooker', report('use', 'on-site', 'use'));
    given(inUse.in({ staffing: alsoInsurer('north-clerk') }))
      .when('north-clerk', confirm('use'))
      .refused('forbidden', 'confirmer-involved');
    const deputy = yardWith([{ userId: 'deputy', role: 'keeper', unit: 'yard', line: 'insurer', onBehalfOf: 'north-clerk' }]);
    given(inUse.in({ staffing: deputy }))
      .when('deputy', confirm('use'))
      .refused('forbidden', 'confirmer-involved');
  });

  it('by who signed, or saw, another value of the field, of which the error says nothing', () => {
    const staffing = yardWith([
      { userId: 'other', role: 'checker', unit: NORTH, line: 'tool' },
      { userId: 'other', role: 'keeper', unit: YARD, line: 'insurer' },
    ]);
    const changed = reported
      .in({ staffing })
      .after('chief', reopen('tool'))
      .after('north-clerk', collect('tool', { worth: 'precious' }));
    const other = signed(changed.after('north-clerk', submit('tool')), 'tool', 'other');
    expect(decideRemembering(other, 'other', confirm()).events).toMatchObject([{ type: 'error-confirmed' }, { type: 'error-attributed' }]);
    const seen = changed.in({ staffing: alsoInsurer('joinery-clerk') }).after('joinery-clerk', saw('worth'));
    expect(decideRemembering(seen, 'joinery-clerk', confirm()).events).toMatchObject([{ type: 'error-confirmed' }, {}]);
    const before = reported.in({ staffing: alsoInsurer('joinery-clerk') }).after('joinery-clerk', saw('worth'));
    given(before).when('joinery-clerk', confirm()).refused('forbidden', 'confirmer-involved');
  });

  it('by who set another value since', () => {
    const changed = reported
      .after('chief', reopen('tool'))
      .after('stores', { kind: 'apply-finding', findingId: 'f', section: 'tool', values: { worth: { c: 'small', v: 'small' } } });
    given(changed).when('stores', confirm()).then({ type: 'error-confirmed' });
  });
});

describe('a confirmed error about a value that has been changed', () => {
  const reopened = found.after('chief', reopen('tool'));
  const changed = reopened.after('north-clerk', collect('tool', { worth: 'small' }));

  it('is closed by saying so, by a collector of the line or an officer, and nothing is void', () => {
    for (const person of ['north-clerk', 'insurer', 'chief']) {
      const up = changed.after('north-clerk', { kind: 'submit', line: 'tool' });
      const after = given(up)
        .when(person, closeError())
        .then({ type: 'error-closed', data: { errorId: 'error', reason: 'already-changed' } });
      expect(after.state.errors.error?.status).toBe('corrected');
      expect(after.state.lines).toEqual(up.state.lines);
    }
  });

  it('is not corrected any more; one whose value stands is not closed', () => {
    given(changed)
      .when('north-clerk', correct({ worth: 'precious' }))
      .refused('conflict', 'already-changed');
    given(reopened).when('north-clerk', closeError()).refused('conflict', 'value-stands');
    given(reported).when('north-clerk', closeError()).refused('conflict', 'error-not-confirmed');
    given(changed).when('joinery-clerk', closeError()).refused('forbidden', 'not-collector');
    given(changed.after('insurer', closeError())).when('insurer', closeError()).refused('conflict', 'error-not-confirmed');
  });
});
