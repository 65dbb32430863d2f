import { describe, expect, it } from '@jest/globals';
import { lineStateOf } from '../reading/line-state.js';
import { given } from '../testing/history.js';
import {
  accept,
  approved,
  collect,
  collected,
  complete,
  close,
  decideFinding,
  FORGE,
  JOINERY,
  opened,
  ruled,
  sealed,
  signed,
  submit,
  submitted,
  transfer,
} from '../testing/loan.js';
import { NORTH, SOUTH, yardWith } from '../testing/yard.js';
import type { RecordCommand } from '../model/commands.js';

describe('values are collected', () => {
  it('by a collector of the line, with where they come from', () => {
    given(collected)
      .when('north-clerk', { ...collect('tool', { worth: 'small' }), source: { kind: 'collected', reference: 'visit 1' } })
      .then({ type: 'details-recorded', data: { section: 'tool', line: 'tool', source: { kind: 'collected', reference: 'visit 1' } } });
    given(collected)
      .when('joinery-clerk', collect('tool', { worth: 'small' }))
      .refused('forbidden', 'not-collector');
  });

  it('of fields and sections that exist, if they are right', () => {
    given(collected).when('north-clerk', collect('saw', {})).refused('invalid', 'unknown-section');
    const { errors, params } = given(collected)
      .when('north-clerk', collect('tool', { worth: 'huge', use: 'away' }))
      .refused('invalid', 'invalid-values');
    expect(params).toEqual({ count: 2 });
    expect(errors.map(({ pointer }) => pointer)).toEqual(['/values/worth', '/values/use']);
  });

  it('again, which confirms them: one more has set them, nothing else changes', () => {
    const twice = collected.in({
      staffing: yardWith([{ userId: 'deputy', role: 'clerk', unit: NORTH, line: 'tool', onBehalfOf: 'absent' }]),
    });
    const after = given(twice)
      .when('deputy', collect('tool', { worth: 'large' }))
      .then({ type: 'details-recorded' });
    const { setBy, ...worth } = after.state.fields['worth']!;
    expect(setBy).toEqual(['north-clerk', 'deputy', 'absent']);
    expect({ ...worth, setBy: ['north-clerk'] }).toEqual(collected.state.fields['worth']);
  });

  it('not by whoever has signed them, which would make them their own reviewer', () => {
    const both = yardWith([{ userId: 'north-checker', role: 'clerk', unit: NORTH, line: 'tool' }]);
    const once = signed(submitted, 'tool', 'north-checker').in({ staffing: both });
    given(once)
      .when('north-checker', collect('tool', { worth: 'large' }))
      .refused('forbidden', 'signer-confirms');
    given(once)
      .when('north-checker', collect('tool', { worth: 'small' }))
      .then({ type: 'details-recorded' }, { type: 'sign-offs-voided' });
  });

  it('by whoever has signed the other line', () => {
    const both = yardWith([{ userId: 'north-checker', role: 'clerk', unit: JOINERY, line: 'borrower' }]);
    const once = signed(submitted, 'tool', 'north-checker').in({ staffing: both });
    given(once)
      .when('north-checker', collect('borrower', { use: 'away' }))
      .then({ type: 'details-recorded' });
  });

  it('and end what runs on their line, not on the other', () => {
    const after = given(complete)
      .when('north-clerk', collect('tool', { worth: 'precious' }))
      .then(
        { type: 'details-recorded' },
        {
          type: 'sign-offs-voided',
          data: {
            line: 'tool',
            submission: 1,
            levels: ['depot', 'yard'],
            joint: false,
            submissionVoided: true,
            ruleVoided: false,
            cause: 'values-changed',
          },
        },
      );
    expect(lineStateOf(after.state, 'tool')).toBe('collecting');
    expect(lineStateOf(after.state, 'borrower')).toBe('complete');
    expect(after.state.jointDueAt).toBeUndefined();
  });

  it('only while the record is open and the line is neither locked nor on its way', () => {
    const change = collect('tool', { worth: 'small' });
    given(approved).when('north-clerk', change).refused('conflict', 'line-locked');
    given(collected.after('chief', close())).when('north-clerk', change).refused('conflict', 'record-closed');
    given(collected.after('north-clerk', transfer('tool', SOUTH)))
      .when('south-clerk', change)
      .refused('conflict', 'transfer-pending');
  });
});

describe('a line that no unit holds', () => {
  it('is begun by a collector of the unit that is named', () => {
    given(opened)
      .when('south-clerk', collect('tool', { depot: SOUTH, worth: 'small' }))
      .then({ type: 'details-recorded' });
    given(opened)
      .when('stores', collect('tool', { depot: SOUTH }))
      .then({ type: 'details-recorded' });
  });

  it('is not begun for somebody else, nor without naming the unit', () => {
    given(opened)
      .when('south-clerk', collect('tool', { depot: NORTH }))
      .refused('forbidden', 'not-collector');
    given(opened)
      .when('south-clerk', collect('tool', { worth: 'small' }))
      .refused('forbidden', 'not-collector');
    given(opened)
      .when('south-clerk', collect('tool', { depot: null }))
      .refused('forbidden', 'not-collector');
  });

  it('is begun again after its unit has been cleared by a decision', () => {
    const cleared = collected.after('chief', decideFinding('tool', { depot: null }));
    given(cleared)
      .when('south-clerk', collect('tool', { depot: SOUTH }))
      .then({ type: 'details-recorded' });
  });

  it('goes to another unit by transfer once it has one', () => {
    given(collected)
      .when('north-clerk', collect('tool', { depot: SOUTH }))
      .refused('conflict', 'transfer-needed');
    given(collected)
      .when('north-clerk', collect('tool', { depot: null }))
      .refused('conflict', 'transfer-needed');
    given(collected)
      .when('south-clerk', collect('tool', { depot: SOUTH }))
      .refused('forbidden', 'not-collector');
  });
});

describe('a decided finding', () => {
  it('sets values and ends what runs', () => {
    given(submitted)
      .when('insurer', decideFinding('tool', { worth: 'precious' }))
      .then(
        { type: 'details-recorded', data: { source: { kind: 'finding', findingId: 'finding' } } },
        { type: 'sign-offs-voided', data: { cause: 'values-changed' } },
      );
  });

  it('is applied once', () => {
    const after = submitted.after('insurer', decideFinding('tool', { worth: 'precious' }));
    given(after)
      .when('insurer', decideFinding('tool', { worth: 'precious' }))
      .nothing();
    given(after)
      .when('insurer', decideFinding('tool', { worth: 'precious' }, 'other'))
      .then({ type: 'details-recorded' });
  });

  it('in favour of the value that stands makes the decision its origin, and whoever set it stays one who set it', () => {
    const after = given(submitted)
      .when('insurer', decideFinding('tool', { worth: 'large' }))
      .then({ type: 'details-recorded' });
    expect(after.state.fields['worth']).toMatchObject({ source: { kind: 'finding' }, setBy: ['north-clerk', 'insurer'] });
    expect(lineStateOf(after.state, 'tool')).toBe('submitted');
    given(after)
      .when('insurer', decideFinding('tool', { worth: 'large' }))
      .nothing();
  });

  it('is for the county, and leaves approved values alone', () => {
    given(submitted)
      .when('north-clerk', decideFinding('tool', { worth: 'small' }))
      .refused('forbidden', 'not-confirmer');
    given(approved)
      .when('insurer', decideFinding('tool', { worth: 'small' }))
      .refused('conflict', 'line-locked');
    given(submitted)
      .when('insurer', decideFinding('tool', { worth: 'huge' }))
      .refused('invalid', 'invalid-values');
  });

  it('does not say who holds a line that is on its way', () => {
    const onItsWay = collected.after('joinery-clerk', transfer('borrower', FORGE));
    given(onItsWay)
      .when('insurer', decideFinding('borrower', { workshop: JOINERY }))
      .refused('conflict', 'transfer-pending');
    given(onItsWay)
      .when('insurer', decideFinding('borrower', { use: 'on-site' }))
      .then({ type: 'details-recorded' });
    given(onItsWay.after('forge-clerk', accept('borrower')))
      .when('insurer', decideFinding('borrower', { workshop: JOINERY }))
      .then({ type: 'details-recorded' });
  });
});

describe('a line that is complete by rule', () => {
  it('is asked again when its values change, and stays complete while the rule holds', () => {
    given(ruled)
      .when('joinery-clerk', { kind: 'collect', section: 'borrower', values: { use: sealed('away') } })
      .then(
        { type: 'details-recorded' },
        { type: 'sign-offs-voided', data: { line: 'borrower', ruleVoided: true, submissionVoided: false } },
      );
    given(ruled)
      .when('north-clerk', collect('tool', { worth: 'precious' }))
      .then({ type: 'details-recorded' });
  });

  it('is asked again when values of the other line change', () => {
    const small = collected.after('north-clerk', collect('tool', { worth: 'small' })).after('joinery-clerk', submit('borrower'));
    expect(lineStateOf(small.state, 'borrower')).toBe('not-required');
    given(small)
      .when('north-clerk', collect('tool', { worth: 'large' }))
      .then(
        { type: 'details-recorded' },
        { type: 'sign-offs-voided', data: { line: 'borrower', ruleVoided: true, cause: 'values-changed' } },
      );
  });

  it('is completed anew if another rule holds', () => {
    const small = collected.after('north-clerk', collect('tool', { worth: 'small' })).after('joinery-clerk', submit('borrower'));
    const after = given(small)
      .when('joinery-clerk', collect('borrower', { use: 'on-site' }))
      .then({ type: 'details-recorded' }, { type: 'sign-offs-voided' }, { type: 'line-completed-by-rule', data: { rule: 'on-site' } });
    given(after)
      .when('north-clerk', collect('tool', { worth: 'large' }))
      .then({ type: 'details-recorded' });
  });
});

it('nothing is collected on a record whose definition is not known any more', () => {
  const unknown = opened.with({
    actor: opened.events[0]!.actor,
    events: [{ type: 'definition-adopted', data: { from: 2, to: 9, reason: '' } }],
  });
  given(unknown)
    .when('north-clerk', collect('tool', { worth: 'small' }) satisfies RecordCommand)
    .refused('invalid', 'unknown-definition');
});
