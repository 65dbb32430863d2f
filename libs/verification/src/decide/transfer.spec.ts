import { describe, expect, it } from '@jest/globals';
import { lineOf } from '../reading/initial-state.js';
import { lineStateOf, statusOf } from '../reading/line-state.js';
import { given, type History } from '../testing/history.js';
import {
  accept,
  approved,
  collect,
  collected,
  complete,
  dispute,
  FORGE,
  giveBack,
  JOINERY,
  opened,
  rejected,
  ruled,
  signed,
  signOff,
  state,
  statement,
  submit,
  submitted,
  transfer,
  close,
} from '../testing/loan.js';
import { NORTH, SOUTH, yardWith } from '../testing/yard.js';

const toForge = transfer('borrower', FORGE);
const onItsWay = complete.after('joinery-clerk', toForge);

describe('a line goes to another unit', () => {
  const returned = submitted.after('joinery-checker', giveBack(submitted, 'borrower', 'collection'));

  it.each<[string, History, readonly string[]]>([
    ['collecting', collected, []],
    ['returned', returned, []],
    ['submitted', submitted, ['sign-offs-voided']],
    ['complete', complete, ['sign-offs-voided']],
    ['complete by rule', ruled, ['sign-offs-voided']],
    ['rejected', rejected, ['sign-offs-voided']],
    ['approved', approved, ['sign-offs-voided']],
  ])('when it is %s', (_status, history, before) => {
    const { events } = history.decide('joinery-clerk', toForge);
    expect(events.map(({ type }) => type)).toEqual([...before, 'record-transferred']);
    const after = history.after('joinery-clerk', toForge);
    expect(lineStateOf(after.state, 'borrower')).toBe('collecting');
    expect(lineOf(after.state, 'tool')).toEqual(lineOf(history.state, 'tool'));
    expect(after.state.fields['workshop']).toMatchObject({ v: FORGE, source: { kind: 'transfer' }, setBy: ['joinery-clerk'] });
  });

  it('and an approval ends before the new unit stands', () => {
    const after = given(approved)
      .when('joinery-clerk', toForge)
      .then(
        {
          type: 'sign-offs-voided',
          data: { line: 'borrower', levels: ['workshop'], joint: true, submissionVoided: true, cause: 'transfer' },
        },
        { type: 'record-transferred', data: { line: 'borrower', from: JOINERY, to: FORGE } },
      );
    expect(after.state.approved).toBeUndefined();
    expect(lineOf(after.state, 'tool').locked).toBe(true);
    expect(lineOf(after.state, 'borrower').locked).toBeUndefined();
    expect(statusOf(after.state)).toBe('in-review');
  });

  it('that can hold it, another one, named by its own collectors', () => {
    given(collected).when('joinery-clerk', transfer('borrower', JOINERY)).refused('conflict', 'same-unit');
    given(collected).when('joinery-clerk', transfer('borrower', SOUTH)).refused('invalid', 'wrong-unit');
    given(collected).when('joinery-clerk', transfer('engine', SOUTH)).refused('invalid', 'unknown-line');
    given(collected).when('forge-clerk', toForge).refused('forbidden', 'not-collector');
    given(opened).when('stores', toForge).refused('conflict', 'nothing-to-transfer');
    given(collected.after('chief', close())).when('joinery-clerk', toForge).refused('conflict', 'record-closed');
  });

  it('and waits for that unit', () => {
    const { params } = given(onItsWay).when('forge-clerk', transfer('borrower', JOINERY)).refused('conflict', 'transfer-pending');
    expect(params).toEqual({ unit: FORGE });
    given(onItsWay).when('forge-clerk', submit('borrower')).refused('conflict', 'transfer-pending');
    given(onItsWay)
      .when('north-clerk', collect('tool', { worth: 'small' }))
      .then({ type: 'details-recorded' }, { type: 'sign-offs-voided' });
  });

  it('whatever sources state meanwhile', () => {
    const stated = collected.after('stores', state(statement('stores', { workshop: JOINERY }))).after('joinery-clerk', toForge);
    given(stated)
      .when('stores', state(statement('stores', { workshop: 'joinery', use: 'away' })))
      .then({ type: 'statement-recorded', data: { took: [] } });
  });

  it('also while a rule no longer holds without it', () => {
    const onSite = collected.after('joinery-clerk', collect('borrower', { use: 'on-site' })).after('north-clerk', submit('tool'));
    given(onSite)
      .when('joinery-clerk', toForge)
      .then({ type: 'sign-offs-voided', data: { ruleVoided: true } }, { type: 'record-transferred' });
  });
});

describe('the new unit', () => {
  it('accepts, then works the line', () => {
    const after = given(onItsWay)
      .when('forge-clerk', accept('borrower'))
      .then({ type: 'transfer-accepted', data: { line: 'borrower', unit: FORGE } });
    const sent = given(after)
      .when('forge-clerk', submit('borrower'))
      .then({ type: 'line-submitted', data: { submission: 2 } });
    const done = signed(sent, 'borrower', 'forge-checker');
    given(done).when('chief', signOff(done, 'joint')).then({ type: 'line-signed-off' }, { type: 'record-approved' });
  });

  it('or disputes: the line is again what it was before', () => {
    const after = given(onItsWay)
      .when('forge-clerk', dispute('borrower'))
      .then({ type: 'transfer-disputed', data: { line: 'borrower', unit: FORGE, backTo: JOINERY, reason: 'not ours' } });
    expect(after.state.fields).toEqual(complete.state.fields);
    expect(lineOf(after.state, 'borrower').transfer).toBeUndefined();
    given(after)
      .when('joinery-clerk', submit('borrower'))
      .then({ type: 'line-submitted', data: { submission: 2 } });
  });

  it('and whoever had set the old unit still does not sign the line', () => {
    const both = yardWith([
      { userId: 'joiner', role: 'clerk', unit: JOINERY, line: 'borrower' },
      { userId: 'joiner', role: 'checker', unit: JOINERY, line: 'borrower' },
    ]);
    const back = opened
      .in({ staffing: both })
      .after('joiner', collect('borrower', { workshop: JOINERY }))
      .after('joinery-clerk', collect('borrower', { use: 'away' }))
      .after('joinery-clerk', toForge)
      .after('forge-clerk', dispute('borrower'))
      .after('joinery-clerk', submit('borrower'));
    given(back).when('joiner', signOff(back, 'borrower')).refused('forbidden', 'own-value');
  });

  it('alone decides, and only what is on its way', () => {
    given(onItsWay).when('joinery-clerk', accept('borrower')).refused('forbidden', 'not-receiver');
    given(onItsWay).when('joinery-clerk', dispute('borrower')).refused('forbidden', 'not-receiver');
    given(onItsWay).when('forge-clerk', accept('tool')).refused('conflict', 'no-transfer');
    given(complete).when('forge-clerk', dispute('borrower')).refused('conflict', 'no-transfer');
    given(onItsWay.after('chief', close())).when('forge-clerk', accept('borrower')).refused('conflict', 'record-closed');
  });

  it('of the tool takes over the tool', () => {
    const moved = submitted.after('north-clerk', transfer('tool', SOUTH));
    expect(moved.state.fields['depot']?.v).toBe(SOUTH);
    const back = moved.after('south-clerk', dispute('tool'));
    expect(back.state.fields['depot']?.v).toBe(NORTH);
  });
});
