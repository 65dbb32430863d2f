import { describe, expect, it } from '@jest/globals';
import { given } from '../testing/history.js';
import { approved, close, collected, FORGE, NOW, nothing, open, opened, reopen, transfer } from '../testing/loan.js';
import type { RecordCommand } from '../model/commands.js';
import { lineOf } from '../reading/initial-state.js';

describe('a record is opened by hand', () => {
  it('under the newest definition', () => {
    given(nothing)
      .when('north-clerk', open)
      .then({ type: 'record-opened', data: { recordId: 'loan', recordType: 'tool-loan', subjectId: 'saw', cycle: '2020', definition: 2 } });
  });

  it('under another one, with the reason', () => {
    const command: RecordCommand = { ...open, definition: 1, reason: 'begun in spring' } as RecordCommand;
    given(nothing)
      .when('stores', command)
      .then({ type: 'record-opened', data: { definition: 1, reason: 'begun in spring' } });
  });

  it('under no definition that does not exist', () => {
    given(nothing)
      .when('stores', { ...open, definition: 3 } as RecordCommand)
      .refused('invalid', 'unknown-definition');
  });

  it('by those who may, once', () => {
    given(nothing).when('north-checker', open).refused('forbidden', 'not-opener');
    given(nothing).when('nobody', open).refused('forbidden', 'no-appointment');
    given(opened).when('north-clerk', open).refused('conflict', 'record-exists');
  });

  it('before anything else is done with it', () => {
    given(nothing).when('north-clerk', { kind: 'submit', line: 'tool' }).refused('not-found', 'record-missing');
    given(nothing).when('north-clerk', { kind: 'confirm-error', errorId: 'error' }).refused('not-found', 'record-missing');
  });
});

describe('the next cycle', () => {
  const next = (previous = approved.state, cycle = '2021'): RecordCommand => ({
    kind: 'open-next-cycle',
    recordId: 'loan-2',
    cycle,
    previous,
  });
  const begun = nothing.after('north-clerk', next());

  it('carries the values of the approved record, and nothing that was signed', () => {
    given(nothing)
      .when('north-clerk', next())
      .then(
        {
          type: 'record-opened',
          data: { subjectId: 'saw', cycle: '2021', carriedFrom: { recordId: 'loan', revision: approved.state.revision } },
        },
        { type: 'details-recorded', data: { section: 'tool', line: 'tool', source: { kind: 'carried' } } },
        { type: 'details-recorded', data: { section: 'borrower', line: 'borrower' } },
      );
    expect(Object.keys(begun.state.fields)).toEqual(Object.keys(approved.state.fields));
    expect(lineOf(begun.state, 'tool')).toEqual({ submissions: 0, signOffs: [] });
  });

  it('leaves behind what is empty', () => {
    const cleared = collected.after('north-clerk', { kind: 'collect', section: 'tool', values: { accessories: { c: 'none', v: null } } });
    const previous = {
      ...cleared.state,
      fields: { accessories: cleared.state.fields['accessories']! },
      approved: { payable: true, time: NOW, revision: 9 },
    };
    given(nothing).when('north-clerk', next(previous)).then({ type: 'record-opened' });
  });

  it('needs an approved record that is not closed, and comes after it', () => {
    given(nothing).when('north-clerk', next(collected.state)).refused('conflict', 'record-not-approved');
    given(nothing)
      .when('north-clerk', next(approved.after('chief', reopen()).state))
      .refused('conflict', 'record-not-approved');
    given(nothing)
      .when('north-clerk', next(approved.after('joinery-clerk', transfer('borrower', FORGE)).state))
      .refused('conflict', 'record-not-approved');
    given(nothing)
      .when('north-clerk', next(approved.after('chief', close()).state))
      .refused('conflict', 'record-closed');
    given(nothing).when('north-clerk', next(approved.state, '2020')).refused('invalid', 'wrong-cycle-order');
    given(begun).when('north-clerk', next()).refused('conflict', 'record-exists');
  });
});
