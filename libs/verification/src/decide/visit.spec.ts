import { expect, it } from '@jest/globals';
import { given } from '../testing/history.js';
import { approved, close, collected, sealed, visit } from '../testing/loan.js';
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
