import { describe, expect, it } from '@jest/globals';
import { Refusal } from '#kernel';
import type { RecordCommand } from '../model/commands.js';
import { given, type History } from '../testing/history.js';
import { approved, collected, confirm, opened, report, sealed, signed, submitted, visit } from '../testing/loan.js';
import { decideRemembering, remembering } from '../testing/remembering.js';
import { people, yardWith } from '../testing/yard.js';

const reported = approved.after('onlooker', report('worth', 'small'));
const attributed = remembering(reported, 'insurer', confirm());
const appeal: RecordCommand = { kind: 'appeal-attribution', errorId: 'error', reason: 'it was not me' };
const naming = (userId: string, matter: 'error' | 'appeal' = 'appeal'): RecordCommand => {
  return { kind: 'name-decider', errorId: 'error', matter, userId };
};
const deciding = (outcome: 'upheld' | 'reversed', appellant = 'north-clerk'): RecordCommand => {
  return { kind: 'decide-attribution-appeal', errorId: 'error', appellant, outcome, reason: 'looked at again' };
};
const appealed = remembering(attributed, 'north-clerk', appeal);

function refusalOf(history: History, userId: string, command: RecordCommand): readonly string[] {
  try {
    decideRemembering(history, userId, command);
  } catch (error) {
    if (error instanceof Refusal) return [error.kind, error.code];
    throw error;
  }
  return [];
}

describe('a confirmed error', () => {
  it('is attributed with its confirmation, from what has happened', () => {
    const { events } = decideRemembering(reported, 'insurer', confirm());
    expect(events.map(({ type }) => type)).toEqual(['error-confirmed', 'error-attributed']);
    expect(events[1]?.data).toMatchObject({
      errorId: 'error',
      field: 'worth',
      rule: 1,
      introducer: { by: { userId: 'north-clerk', role: 'clerk', unit: 'north-depot' }, how: 'collected' },
      signers: [
        { by: { userId: 'north-clerk' }, level: 'collection' },
        { by: { userId: 'north-checker' }, level: 'depot' },
        { by: { userId: 'yard-checker' }, level: 'yard' },
        { by: { userId: 'chief' }, line: 'joint', level: 'board' },
      ],
    });
    expect(attributed.state.errors['error']?.answerers?.map(({ userId }) => userId)).toEqual([
      'north-clerk',
      'north-checker',
      'yard-checker',
      'chief',
    ]);
  });

  it('is decided by nobody who once signed the value, also if that was voided since', () => {
    const voided = signed(submitted, 'tool', 'north-checker').after('north-clerk', {
      kind: 'transfer',
      line: 'tool',
      to: 'south-depot',
      value: sealed('south-depot'),
    });
    const again = signed(
      voided.after('south-clerk', { kind: 'accept-transfer', line: 'tool' }).after('south-clerk', { kind: 'submit', line: 'tool' }),
      'tool',
      'south-checker',
    ).in({ staffing: yardWith([{ userId: 'north-checker', role: 'keeper', unit: 'yard', line: 'insurer' }]) });
    const wrong = again.after('onlooker', report('worth', 'small'));
    expect(refusalOf(wrong, 'north-checker', confirm())).toEqual(['forbidden', 'confirmer-involved']);
    expect(refusalOf(wrong, 'insurer', confirm())).toEqual([]);
  });
});

describe('an appeal against an attribution', () => {
  it('is made once by whoever is to answer, also after their appointment has ended', () => {
    expect(refusalOf(attributed, 'onlooker', appeal)).toEqual(['forbidden', 'not-attributed']);
    expect(refusalOf(appealed, 'north-clerk', appeal)).toEqual(['conflict', 'already-appealed']);
    expect(appealed.state.errors['error']?.appeals).toEqual({ 'north-clerk': 'open' });
    const gone = attributed.in({ staffing: yardWith([], ['north-clerk']) });
    expect(decideRemembering(gone, 'north-clerk', appeal).actor).toMatchObject({
      userId: 'north-clerk',
      role: 'clerk',
      unit: 'north-depot',
    });
    given(attributed).when('yard-checker', appeal).then({ type: 'attribution-appealed' });
  });

  it('is decided by an officer whom the auditor names, who had no part in it', () => {
    expect(refusalOf(appealed, 'onlooker', naming('stores'))).toEqual(['forbidden', 'not-auditor']);
    expect(refusalOf(attributed, 'auditor', naming('stores'))).toEqual(['conflict', 'no-open-appeal']);
    for (const unfit of ['insurer', 'chief', 'onlooker', 'auditor'])
      expect(refusalOf(appealed, 'auditor', naming(unfit))).toEqual(['invalid', 'decider-unfit']);
    const named = remembering(appealed, 'auditor', naming('stores'));
    expect(refusalOf(appealed, 'stores', deciding('reversed'))).toEqual(['forbidden', 'not-named']);
    expect(refusalOf(named, 'insurer', deciding('reversed'))).toEqual(['forbidden', 'not-named']);
    expect(refusalOf(named, 'stores', deciding('reversed', 'chief'))).toEqual(['conflict', 'no-open-appeal']);
    const reversed = remembering(named, 'stores', deciding('reversed'));
    expect(reversed.state.errors['error']?.appeals).toEqual({ 'north-clerk': 'reversed' });
    expect(refusalOf(reversed, 'stores', deciding('upheld'))).toEqual(['conflict', 'no-open-appeal']);
    expect(reversed.events.find(({ type }) => type === 'error-attributed')).toEqual(
      attributed.events.find(({ type }) => type === 'error-attributed'),
    );
  });
});

describe('where no officer is left', () => {
  const everyone = people.filter(({ role }) => role === 'keeper' || role === 'chief').map(({ userId }) => userId);

  it('the auditor names who decides the error', () => {
    expect(refusalOf(reported, 'auditor', naming('onlooker', 'error'))).toEqual(['conflict', 'officer-left']);
    const nobody = reported.in({ staffing: yardWith([], everyone) });
    expect(refusalOf(nobody, 'auditor', naming('north-clerk', 'error'))).toEqual(['invalid', 'decider-unfit']);
    expect(refusalOf(nobody, 'auditor', naming('nobody', 'error'))).toEqual(['forbidden', 'no-appointment']);
    const named = remembering(nobody, 'auditor', naming('forge-clerk', 'error'));
    expect(refusalOf(named, 'joinery-clerk', confirm())).toEqual(['forbidden', 'not-confirmer']);
    expect(remembering(named, 'forge-clerk', confirm()).state.errors['error']).toMatchObject({
      status: 'confirmed',
      decidedBy: { userId: 'forge-clerk' },
    });
    expect(refusalOf(attributed, 'auditor', naming('forge-clerk', 'error'))).toEqual(['conflict', 'error-decided']);
  });
});

describe('a spot check', () => {
  const check = (checked: object, method = 'spot-check') => ({ ...visit, method, checked }) as RecordCommand;
  const differs = { worth: { outcome: 'differs', value: sealed('small'), note: 'a hand saw' } };

  it('that contradicts a signed value reports an error, once', () => {
    const after = given(approved)
      .when('north-clerk', check(differs))
      .then(
        { type: 'visit-recorded' },
        {
          type: 'error-reported',
          data: { field: 'worth', line: 'tool', origin: 'spot-check', wrong: approved.state.fields['worth']!.c, right: sealed('small') },
        },
      );
    given(after).when('north-clerk', check(differs)).then({ type: 'visit-recorded' });
  });

  it('reports nothing of what it confirms, or by another visit; what nobody has signed is a finding', () => {
    given(approved)
      .when('north-clerk', check({ worth: { outcome: 'confirmed' } }))
      .then({ type: 'visit-recorded' });
    given(approved)
      .when('north-clerk', check({ worth: { outcome: 'differs', value: sealed('large') } }))
      .then({ type: 'visit-recorded' });
    const found = given(collected).when('north-clerk', check(differs)).then({ type: 'visit-recorded' }, { type: 'disagreement-found' });
    expect(found.state.errors).toEqual({});
    given(approved).when('north-clerk', check(differs, 'look')).then({ type: 'visit-recorded' });
    expect(opened.state.errors).toEqual({});
  });
});
