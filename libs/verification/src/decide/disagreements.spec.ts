import { describe, expect, it } from '@jest/globals';
import { given, type History } from '../testing/history.js';
import {
  approved,
  collect,
  collected,
  complete,
  decideFinding,
  decideVisitFinding,
  ruled,
  sealed,
  signOff,
  signed,
  state,
  statement,
  submit,
  submitted,
  transfer,
  visit,
} from '../testing/loan.js';
import { NORTH, SOUTH, yardWith } from '../testing/yard.js';
import type { RecordCommand } from '../model/commands.js';

type Found = 'confirmed' | { readonly value?: string; readonly note?: string };

/** A visit that looks at one field. */
function look(method: string, field: string, found: Found): RecordCommand {
  const check =
    found === 'confirmed'
      ? { outcome: found }
      : { outcome: 'differs', ...(found.value && { value: sealed(found.value) }), ...(found.note && { note: found.note }) };
  return { ...visit, method, checked: { [field]: check } } as RecordCommand;
}

const light = { value: 'small', note: 'a hand saw' };
const doubted = collected.after('north-clerk', look('call', 'worth', light));
const statusOf = (history: History) => Object.values(history.state.disagreements).map(({ status }) => status);

describe('a visit that finds another value than one that nobody has signed', () => {
  it('opens a disagreement, which says what stood and what was found', () => {
    const after = given(collected)
      .when('north-clerk', look('call', 'worth', light))
      .then(
        { type: 'visit-recorded' },
        {
          type: 'disagreement-found',
          data: {
            field: 'worth',
            line: 'tool',
            standing: sealed('large').c,
            kind: 'call',
            visit: collected.state.revision + 1,
            found: sealed('small'),
            note: 'a hand saw',
          },
        },
      );
    expect(Object.values(after.state.disagreements)).toMatchObject([{ field: 'worth', status: 'open', by: { userId: 'north-clerk' } }]);
    expect(after.state.fields).toEqual(collected.state.fields);
  });

  it('opens one for a cause, whoever else finds the same', () => {
    given(doubted)
      .when('joinery-clerk', look('spot-check', 'worth', light))
      .then({ type: 'visit-recorded' });
    given(doubted)
      .when('joinery-clerk', look('spot-check', 'use', { note: 'it is here' }))
      .then({ type: 'visit-recorded' }, { type: 'disagreement-found', data: { field: 'use' } });
  });

  it('opens none by a visit that is not held against others, or that names the very value that stands', () => {
    given(collected)
      .when('north-clerk', look('look', 'worth', light))
      .then({ type: 'visit-recorded' });
    given(collected)
      .when('north-clerk', look('call', 'worth', { value: 'large' }))
      .then({ type: 'visit-recorded' });
  });

  it('keeps its line from going up, not the other', () => {
    const refusal = given(doubted).when('north-clerk', submit('tool')).refused('conflict', 'requirements-missing');
    expect(refusal.errors).toEqual([{ pointer: '/decisions/worth', code: 'missing-decision' }]);
    given(doubted).when('joinery-clerk', submit('borrower')).then({ type: 'line-submitted' });
  });

  it('keeps a line from being complete by rule', () => {
    const onSite = collected.after('joinery-clerk', collect('borrower', { use: 'on-site' }));
    given(onSite.after('joinery-clerk', look('call', 'use', { value: 'away' })))
      .when('joinery-clerk', submit('borrower'))
      .refused('conflict', 'requirements-missing');
  });
});

describe('a disagreement ends', () => {
  it('by a collector who did not visit, or an officer, deciding with a reason: for what was found, what stands, or another value', () => {
    const second = { userId: 'north-second', role: 'clerk', unit: NORTH, line: 'tool' };
    const staffed = doubted.in({ staffing: yardWith([second]) });
    for (const [person, worth] of [
      ['north-second', 'small'],
      ['north-second', undefined],
      ['insurer', 'precious'],
    ] as const) {
      const standing = sealed(worth ?? 'large');
      const settled = { outcome: 'decided', standing: standing.c, reason: 'asked again' } as const;
      const after = given(staffed)
        .when(person, decideVisitFinding(doubted, 'worth', worth))
        .then(
          { type: 'details-recorded', data: { values: { worth: standing }, source: { kind: 'finding' } } },
          { type: 'disagreement-settled', data: settled },
        );
      expect(statusOf(after)).toEqual(['decided']);
      expect(after.state.fields.worth?.source.kind).toBe('finding');
      expect(after.after('north-clerk', submit('tool')).state.lines.tool?.submission).toBeDefined();
    }
  });

  it('not by the visitor, nor by whoever has nothing to do with the line, nor twice', () => {
    given(doubted).when('north-clerk', decideVisitFinding(doubted, 'worth')).refused('forbidden', 'own-finding');
    given(doubted).when('joinery-clerk', decideVisitFinding(doubted, 'worth')).refused('forbidden', 'not-decider');
    const decided = doubted.after('insurer', decideVisitFinding(doubted, 'worth'));
    given(decided).when('insurer', decideVisitFinding(doubted, 'worth')).refused('conflict', 'finding-settled');
    given(doubted)
      .when('insurer', { kind: 'decide-disagreement', disagreementId: 'none', reason: 'asked again' })
      .refused('not-found', 'unknown-finding');
  });

  it('and another begins, when its visitor finds something else', () => {
    const after = given(doubted)
      .when('north-clerk', look('call', 'worth', { value: 'precious' }))
      .then(
        { type: 'visit-recorded' },
        { type: 'disagreement-settled', data: { outcome: 'gone' } },
        { type: 'disagreement-found', data: { found: sealed('precious') } },
      );
    expect(statusOf(after)).toEqual(['gone', 'open']);
    given(doubted)
      .when('north-clerk', look('call', 'worth', light))
      .then({ type: 'visit-recorded' });
  });

  it('not by another who found otherwise, nor for what nobody says any more', () => {
    const both = doubted.in({ staffing: yardWith([{ userId: 'joinery-clerk', role: 'clerk', unit: NORTH, line: 'tool' }]) });
    const second = both.after('joinery-clerk', look('spot-check', 'worth', { value: 'precious' }));
    given(second).when('joinery-clerk', decideVisitFinding(second, 'worth')).refused('forbidden', 'own-finding');
    const back = second.after('north-clerk', look('call', 'worth', 'confirmed'));
    expect(statusOf(back)).toEqual(['open']);
    given(back)
      .when('insurer', { ...decideVisitFinding(back, 'worth'), asFound: true } as RecordCommand)
      .refused('conflict', 'found-no-longer');
    given(second)
      .when('insurer', { ...decideVisitFinding(second, 'worth'), asFound: true } as RecordCommand)
      .then({ type: 'details-recorded', data: { values: { worth: sealed('small') } } }, { type: 'disagreement-settled' });
  });

  it('not by entering the value that stands; another value takes the cause away, and is brought in by who enters it', () => {
    const after = given(doubted)
      .when('north-clerk', collect('tool', { worth: 'large' }))
      .then({ type: 'details-recorded' });
    expect(statusOf(after)).toEqual(['open']);
    given(after).when('north-clerk', submit('tool')).refused('conflict', 'requirements-missing');
    for (const worth of ['small', 'precious']) {
      const changed = given(doubted)
        .when('north-clerk', collect('tool', { worth }))
        .then({ type: 'details-recorded' }, { type: 'disagreement-settled', data: { outcome: 'gone', standing: sealed(worth).c } });
      expect(changed.state.fields.worth?.source.kind).toBe('collected');
    }
  });

  it('where the visitor said only that it was wrong, when another value is entered', () => {
    const vague = collected.after('north-clerk', look('call', 'worth', { note: 'not so' }));
    given(vague)
      .when('north-clerk', collect('tool', { worth: 'large' }))
      .then({ type: 'details-recorded' });
    given(vague)
      .when('north-clerk', collect('tool', { worth: 'precious' }))
      .then({ type: 'details-recorded' }, { type: 'disagreement-settled', data: { outcome: 'gone' } });
  });

  it('not for what was found, where the visitor did not say it', () => {
    const vague = collected.after('north-clerk', look('call', 'worth', { note: 'not so' }));
    given(vague)
      .when('insurer', { ...decideVisitFinding(vague, 'worth'), asFound: true } as RecordCommand)
      .refused('conflict', 'nothing-found');
  });

  it('by a decided finding that brings in what was found; not by another field', () => {
    given(doubted)
      .when('insurer', decideFinding('tool', { worth: 'small' }))
      .then({ type: 'details-recorded' }, { type: 'disagreement-settled', data: { outcome: 'gone' } });
    given(doubted)
      .when('north-clerk', collect('tool', { accessories: [] }))
      .then({ type: 'details-recorded' });
  });

  it('with its cause, when a source brings another value in', () => {
    const after = given(stated('large').after('north-clerk', look('call', 'worth', light)))
      .when('insurer', state(statement('insurer', { worth: 'small' })))
      .then({ type: 'statement-recorded' }, { type: 'disagreement-settled', data: { outcome: 'gone', standing: sealed('small').c } });
    expect(statusOf(after)).toEqual(['gone']);
    given(stated('large').after('north-clerk', look('call', 'worth', light)))
      .when('insurer', state(statement('insurer', { worth: 'large' })))
      .then({ type: 'statement-recorded' });
  });

  it('with its cause, when the line goes to another unit', () => {
    given(collected.after('north-clerk', look('call', 'depot', { note: 'not here' })))
      .when('north-clerk', transfer('tool', SOUTH))
      .then({ type: 'record-transferred' }, { type: 'disagreement-settled', data: { outcome: 'gone', standing: sealed(SOUTH).c } });
  });

  it('when whoever doubted looks again and nobody doubts any more', () => {
    given(doubted)
      .when('north-clerk', look('call', 'worth', 'confirmed'))
      .then({ type: 'visit-recorded' }, { type: 'disagreement-settled', data: { outcome: 'gone' } });
    given(doubted)
      .when('joinery-clerk', look('spot-check', 'worth', 'confirmed'))
      .then({ type: 'visit-recorded' });
    given(doubted.after('joinery-clerk', look('spot-check', 'worth', light)))
      .when('north-clerk', look('call', 'worth', 'confirmed'))
      .then({ type: 'visit-recorded' });
  });

  it('and opens again when a visit doubts the value that was decided', () => {
    const again = given(doubted.after('insurer', decideVisitFinding(doubted, 'worth')))
      .when('joinery-clerk', look('spot-check', 'worth', light))
      .then({ type: 'visit-recorded' }, { type: 'disagreement-found' });
    expect(statusOf(again)).toEqual(['decided', 'open']);
  });

  it('as an error when the line is signed all the same', () => {
    const running = submitted.after('north-clerk', look('call', 'worth', light));
    const after = given(running)
      .when('north-checker', signOff(running, 'tool'))
      .then(
        { type: 'line-signed-off' },
        { type: 'disagreement-settled', data: { outcome: 'signed' } },
        {
          type: 'error-reported',
          data: { field: 'worth', line: 'tool', wrong: sealed('large').c, origin: 'call', right: sealed('small'), note: 'a hand saw' },
        },
      );
    expect(Object.values(after.state.errors)).toMatchObject([{ status: 'reported' }]);
    expect(statusOf(after)).toEqual(['signed']);
  });

  it('as an error when a line without levels is signed jointly', () => {
    const waiting = signed(ruled.after('north-clerk', submit('tool')), 'tool', 'north-checker', 'yard-checker');
    const seen = waiting.after('joinery-clerk', look('call', 'use', { value: 'away' }));
    given(seen)
      .when('chief', signOff(seen, 'joint', { note: 'seen' }))
      .then({ type: 'line-signed-off' }, { type: 'disagreement-settled' }, { type: 'error-reported' }, { type: 'record-approved' });
  });
});

it('what differs from a signed value is an error by every visit that is held against others', () => {
  for (const method of ['call', 'spot-check']) {
    given(approved)
      .when('north-clerk', look(method, 'worth', light))
      .then({ type: 'visit-recorded' }, { type: 'error-reported', data: { origin: method } });
  }
  const signedAll = complete.after('north-clerk', look('call', 'worth', light));
  expect(statusOf(signedAll)).toEqual([]);
  expect(Object.values(signedAll.state.errors)).toHaveLength(1);
});

/** A source has stated the worth, and nobody has touched it since. */
function stated(worth: string): History {
  return collected.after('north-clerk', collect('tool', { worth: null as never })).after('stores', state(statement('stores', { worth })));
}
