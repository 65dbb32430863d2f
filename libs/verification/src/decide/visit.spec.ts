import { expect, it } from '@jest/globals';
import { given } from '../testing/history.js';
import { strictLoan } from '../testing/strict-loan.js';
import { approved, close, collected, report, sealed, visit } from '../testing/loan.js';
import type { RecordCommand } from '../model/commands.js';

const seen = (more: object): RecordCommand => ({ ...visit, ...more }) as RecordCommand;

it('a visit is recorded with what was found, and changes no value', () => {
  const checked = { worth: { outcome: 'confirmed' }, use: { outcome: 'differs', value: sealed('on-site') } };
  const after = given(collected)
    .when('joinery-clerk', seen({ checked, peopleMet: ['smith'], note: 'fine' }))
    .then({ type: 'visit-recorded', data: { method: 'look', date: '2020-09-01', peopleMet: ['smith'], checked, note: 'fine' } });
  expect(after.state.fields).toEqual(collected.state.fields);
  expect(after.state.visits).toMatchObject([{ by: { userId: 'joinery-clerk' }, confirmed: ['worth'] }]);
});

it('what a visit found is a value that could be collected, as is the right one of a reported error', () => {
  const said = { outcome: 'differs' };
  for (const wrong of ['', ' ', 'enormous', 7, true, {}, ['small']])
    expect(
      given(collected)
        .when('north-clerk', seen({ checked: { use: { outcome: 'confirmed' }, worth: { ...said, value: sealed(wrong) } } }))
        .refused('invalid', 'invalid-values').errors,
    ).toEqual([{ pointer: '/checked/worth/value', code: 'wrong-code' }]);
  for (const value of ['small', null])
    given(collected)
      .when('north-clerk', seen({ checked: { worth: { ...said, value: sealed(value) } } }))
      .then({ type: 'visit-recorded' });
  given(collected)
    .when('north-clerk', seen({ checked: { worth: said } }))
    .then({ type: 'visit-recorded' });
  expect(given(approved).when('onlooker', report('worth', 'enormous')).refused('invalid', 'invalid-values').errors).toEqual([
    { pointer: '/right', code: 'wrong-code' },
  ]);
});

it('a visit goes on after approval, not after closing', () => {
  given(approved)
    .when('north-clerk', visit)
    .then({ type: 'visit-recorded', data: { peopleMet: [], checked: {} } });
  given(collected.after('chief', close())).when('north-clerk', visit).refused('conflict', 'record-closed');
});

it('a visit is by visitors, of fields that exist, not in the future as the county counts days', () => {
  given(collected).when('chief', visit).refused('forbidden', 'not-visitor');
  given(collected)
    .when('north-clerk', seen({ checked: { size: { outcome: 'confirmed' } } }))
    .refused('invalid', 'unknown-field');
  given(collected)
    .when('north-clerk', seen({ date: '2020-09-02' }))
    .refused('invalid', 'future-date');
  given(collected.in({ now: '2020-09-01T16:00:00.000Z' }))
    .when('north-clerk', seen({ date: '2020-09-02' }))
    .then({ type: 'visit-recorded' });
  given(collected.in({ now: '2020-09-01T15:59:59.999Z' }))
    .when('north-clerk', seen({ date: '2020-09-02' }))
    .refused('invalid', 'future-date');
});

it('a visit is one that the record type knows, within the cycle; whoever is refused is told what is allowed', () => {
  const begun = collected.in({ type: strictLoan, now: '2020-10-01T00:00:00.000Z' });
  const good = { method: 'home', purpose: 'care', date: '2020-09-01' };
  given(begun).when('north-clerk', seen(good)).then({ type: 'visit-recorded' });
  expect(
    given(begun)
      .when('north-clerk', seen({ ...good, method: 'horse' }))
      .refused('invalid', 'unknown-method').errors,
  ).toEqual([{ pointer: '/method', code: 'unknown-method', params: { allowed: 'home, spot-check, phone' } }]);
  given(begun)
    .when('north-clerk', seen({ ...good, purpose: 'tea' }))
    .refused('invalid', 'unknown-purpose');
  for (const date of ['2020-08-31', '1900-01-01'])
    expect(
      given(begun)
        .when('north-clerk', seen({ ...good, date }))
        .refused('invalid', 'outside-cycle').params,
    ).toEqual({
      from: '2020-09-01',
      to: '2021-08-31',
    });
  const all = { method: 'horse', purpose: 'tea', date: '2030-01-01' };
  expect(
    given(begun)
      .when('north-clerk', seen(all))
      .refused('invalid', 'unknown-method')
      .errors.map(({ pointer }) => pointer),
  ).toEqual(['/method', '/purpose', '/date']);
  const over = begun.in({ now: '2021-10-01T00:00:00.000Z' });
  given(over)
    .when('north-clerk', seen({ ...good, date: '2021-08-31' }))
    .then({ type: 'visit-recorded' });
  given(over)
    .when('north-clerk', seen({ ...good, date: '2021-09-01' }))
    .refused('invalid', 'outside-cycle');
});

it('a visit is not before the cycle has begun, as the county counts days', () => {
  const early = collected.in({ type: strictLoan, now: '2020-08-31T15:59:59.999Z' });
  given(early).when('north-clerk', visit).refused('conflict', 'cycle-not-begun');
  given(early.in({ now: '2020-08-31T16:30:00.000Z' }))
    .when('north-clerk', seen({ method: 'home', purpose: 'care', date: '2020-09-01' }))
    .then({ type: 'visit-recorded' });
});
