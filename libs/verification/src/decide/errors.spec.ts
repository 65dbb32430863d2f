import { describe, expect, it } from '@jest/globals';
import { given, type History } from '../testing/history.js';
import { approved, close, collected, confirm, correct, found, LATER, report, reopen, signed, submitted, visit } from '../testing/loan.js';
import { strictLoan } from '../testing/strict-loan.js';
import { yardWith } from '../testing/yard.js';
import type { RecordCommand } from '../model/commands.js';

const once = signed(submitted, 'tool', 'north-checker');
const reported = approved.after('onlooker', report('worth', 'small'));
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

  it('by who set another value since', () => {
    const changed = reported
      .after('chief', reopen('tool'))
      .after('stores', { kind: 'apply-finding', findingId: 'f', section: 'tool', values: { worth: { c: 'small', v: 'small' } } });
    given(changed).when('stores', confirm()).then({ type: 'error-confirmed' });
  });
});
