import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '#kernel';
import type { StatedValues, TakeStatements } from '../model/commands.js';
import { given, type History } from '../testing/history.js';
import {
  accept,
  approved,
  collected,
  decideFinding,
  FORGE,
  JOINERY,
  nothing,
  opened,
  sealed,
  signed,
  state,
  statement,
  submitted,
  transfer,
} from '../testing/loan.js';
import { NORTH, SOUTH } from '../testing/yard.js';

type Values = Readonly<Record<string, Json>>;

const stated = (history: History, department: string, values: Values) =>
  history.after(stater(department), state(statement(department, values)));
const stater = (department: string) => (department === 'insurer' ? 'insurer' : 'stores');
const value = (history: History, field: string) => history.state.fields[field]?.v;

describe('a source states values', () => {
  it('which open the record if there is none', () => {
    const after = given(nothing)
      .when('stores', state(statement('stores', { depot: NORTH, worth: 'small' })))
      .then(
        { type: 'record-opened', data: { recordId: 'loan', definition: 2 } },
        {
          type: 'statement-recorded',
          data: { department: 'stores', file: 'stores.csv', fileLine: 1, took: ['depot', 'worth'], merged: {} },
        },
      );
    expect(after.state.fields['worth']).toMatchObject({
      source: { kind: 'roster', department: 'stores', file: 'stores.csv', fileLine: 1 },
    });
    const { open: _open, ...without } = state(statement('stores', {}));
    given(nothing).when('stores', without).refused('not-found', 'record-missing');
  });

  it('in its own name only, of fields that exist', () => {
    given(opened)
      .when('north-clerk', state(statement('stores', {})))
      .refused('forbidden', 'not-stater');
    given(opened)
      .when('stores', state(statement('insurer', {})))
      .refused('forbidden', 'not-stater');
    given(opened)
      .when('stores', state(statement('rumour', {})))
      .refused('forbidden', 'not-stater');
    given(opened)
      .when('stores', state(statement('stores', { size: 'big' })))
      .refused('invalid', 'unknown-field');
    given(opened).when('stores', state()).refused('invalid', 'invalid-values');
  });

  it('which is news once', () => {
    const after = stated(opened, 'stores', { worth: 'small' });
    given(after)
      .when('stores', state(statement('stores', { worth: 'small' }, { file: 'newer.csv', asOf: '2020-10-01' })))
      .nothing();
    given(after)
      .when('stores', state(statement('stores', { worth: 'small', depot: NORTH })))
      .then({ type: 'statement-recorded' });
    given(after)
      .when('stores', state(statement('stores', {})))
      .then({ type: 'statement-recorded', data: { took: [] } });
  });

  it('and a value that it no longer names stays', () => {
    const after = stated(stated(opened, 'stores', { worth: 'small', accessories: ['case'] }), 'stores', {});
    expect(value(after, 'worth')).toBe('small');
    expect(value(after, 'accessories')).toEqual(['case']);
  });

  it('and an empty value takes nothing away', () => {
    const after = stated(opened, 'stores', { worth: 'small' });
    given(after)
      .when('stores', state(statement('stores', { worth: null, accessories: null })))
      .then({ type: 'statement-recorded', data: { took: [], merged: {} } });
  });

  it('and ends what runs on the lines that it changes, once each', () => {
    given(submitted)
      .when('stores', state(statement('stores', { accessories: ['strap'], depot: NORTH })))
      .then({ type: 'statement-recorded' }, { type: 'sign-offs-voided', data: { line: 'tool', cause: 'values-changed' } });
  });

  it('of more than one line and source at a time', () => {
    const command: TakeStatements = {
      ...state(statement('stores', { depot: NORTH }), statement('maker', { worth: 'small', use: 'away' })),
    };
    given(nothing)
      .when('stores', command)
      .then({ type: 'record-opened' }, { type: 'statement-recorded' }, { type: 'statement-recorded', data: { took: ['worth', 'use'] } });
  });
});

describe('which source wins', () => {
  it('is for the definition to say, in whatever order they come', () => {
    const stores = { worth: 'small', use: 'away' };
    const insurer = { worth: 'large', use: 'on-site' };
    const oneWay = stated(stated(opened, 'stores', stores), 'insurer', insurer);
    const otherWay = stated(stated(opened, 'insurer', insurer), 'stores', stores);
    for (const after of [oneWay, otherWay]) expect([value(after, 'worth'), value(after, 'use')]).toEqual(['large', 'away']);
  });

  it('is the later one, where the definition says nothing', () => {
    const after = stated(stated(opened, 'insurer', { workshop: JOINERY }), 'stores', { workshop: FORGE });
    expect(value(after, 'workshop')).toBe(FORGE);
  });

  it('is never one that ranks below, though it changes its mind', () => {
    const both = stated(stated(opened, 'insurer', { worth: 'large' }), 'stores', { worth: 'small' });
    expect(value(stated(both, 'stores', { worth: 'precious' }), 'worth')).toBe('large');
    expect(value(stated(both, 'insurer', { worth: 'precious' }), 'worth')).toBe('precious');
  });

  it('is a person, until a source changes what it has stated', () => {
    const person = stated(collected, 'insurer', { worth: 'small' });
    expect(value(person, 'worth')).toBe('large');
    expect(value(stated(person, 'insurer', { worth: 'precious' }), 'worth')).toBe('precious');
  });

  it('is none that ranks below another, though that one has only agreed with what stood', () => {
    const agreed = stated(stated(collected, 'stores', { worth: 'large' }), 'insurer', { worth: 'large' });
    expect(value(stated(agreed, 'stores', { worth: 'small' }), 'worth')).toBe('large');
    const later = stated(stated(opened, 'stores', { worth: 'large' }), 'insurer', { worth: 'large' });
    expect(value(stated(later, 'stores', { worth: 'small' }), 'worth')).toBe('large');
  });

  it('is any for a field that a decision has emptied', () => {
    const emptied = stated(opened, 'insurer', { worth: 'large' }).after('chief', decideFinding('tool', { worth: null }));
    expect(value(stated(emptied, 'stores', { worth: 'small' }), 'worth')).toBe('small');
  });

  it('is any source against a value carried over from before', () => {
    const next = nothing.after('north-clerk', { kind: 'open-next-cycle', recordId: 'loan-2', cycle: '2021', previous: approved.state });
    expect(value(stated(next, 'stores', { worth: 'small' }), 'worth')).toBe('small');
  });
});

describe('what all sources state together', () => {
  it('is a union', () => {
    const after = stated(stated(opened, 'stores', { accessories: ['strap', 'case'] }), 'insurer', { accessories: ['case', 'box'] });
    expect(value(after, 'accessories')).toEqual(['box', 'case', 'strap']);
    given(stated(opened, 'stores', { accessories: ['case'] }))
      .when('insurer', state(statement('insurer', { accessories: ['box'] })))
      .then({ type: 'statement-recorded', data: { took: [], merged: { accessories: sealed(['box', 'case']) } } });
  });

  it('loses nothing by a statement', () => {
    const both = stated(opened, 'stores', { accessories: ['strap', 'case'] });
    expect(value(stated(both, 'stores', { accessories: ['case'] }), 'accessories')).toEqual(['case', 'strap']);
  });

  it('does not get back what a decision has taken away', () => {
    const decided = stated(opened, 'stores', { accessories: ['case', 'strap'] }).after(
      'chief',
      decideFinding('tool', { accessories: ['case'] }),
    );
    const again = stated(decided, 'stores', { accessories: ['box', 'case', 'strap'] });
    expect(value(again, 'accessories')).toEqual(['box', 'case']);
  });
});

describe('a signed value', () => {
  const once = signed(stated(submitted, 'insurer', { worth: 'large' }), 'tool', 'north-checker');
  const contradiction = statement('insurer', { worth: 'small' }, { file: 'newer.csv', fileLine: 7 });

  it('that a source contradicts is reported as an error, and stands', () => {
    const after = given(once)
      .when('insurer', state(contradiction))
      .then(
        { type: 'statement-recorded', data: { took: [] } },
        {
          type: 'error-reported',
          data: { field: 'worth', line: 'tool', origin: 'roster', wrong: once.state.fields['worth']?.c, right: sealed('small') },
        },
      );
    expect(value(after, 'worth')).toBe('large');
  });

  it('is reported once, whoever contradicts it', () => {
    const after = once.after('insurer', state(contradiction));
    given(after).when('insurer', state(contradiction)).nothing();
    given(after)
      .when('insurer', state(statement('insurer', { worth: 'precious' })))
      .then({ type: 'statement-recorded' });
  });

  it('has the same error id when the same line of the same file is taken again', () => {
    const ids = [once, once].map((history) => history.decide('insurer', state(contradiction)).events[1]?.data);
    expect(ids[0]).toEqual(ids[1]);
    expect(ids[0]).toMatchObject({ errorId: expect.stringMatching(/^loan\.[0-9a-f]{8}$/) });
  });

  it('that is a union misses what is newly stated', () => {
    given(once)
      .when('stores', state(statement('stores', { accessories: ['box'] })))
      .then({ type: 'statement-recorded', data: { merged: {} } }, { type: 'error-reported', data: { right: sealed(['box', 'case']) } });
  });

  it('leaves the values of the other line to be set', () => {
    const use = stated(once, 'stores', { use: 'away' });
    given(use)
      .when('stores', state(statement('stores', { use: 'on-site', depot: SOUTH })))
      .then({ type: 'statement-recorded', data: { took: ['use'] } }, { type: 'sign-offs-voided', data: { line: 'borrower' } });
  });
});

it('who holds a line on its way is not for a source to say, after it has arrived it is', () => {
  const onItsWay = stated(collected, 'stores', { workshop: JOINERY }).after('joinery-clerk', transfer('borrower', FORGE));
  expect(value(stated(onItsWay, 'insurer', { workshop: JOINERY }), 'workshop')).toBe(FORGE);
  const changed = stated(onItsWay.after('forge-clerk', accept('borrower')), 'stores', { workshop: FORGE });
  expect(value(stated(changed, 'stores', { workshop: JOINERY }), 'workshop')).toBe(JOINERY);
});

describe('statements of two sources', () => {
  const arbitraries = {
    worth: fc.constantFrom('small', 'large', 'precious'),
    use: fc.constantFrom('away', 'on-site'),
    depot: fc.constantFrom(NORTH, SOUTH),
    accessories: fc.subarray(['case', 'strap', 'box']),
  };
  const values = fc.record(arbitraries, { requiredKeys: [] });
  /** What one source states time after time, always of the same fields: one that it does not name any more keeps its last value. */
  const series = fc
    .subarray(['worth', 'use', 'depot', 'accessories'] as const)
    .chain((fields) => fc.array(fc.record(Object.fromEntries(fields.map((field) => [field, arbitraries[field]]))), { maxLength: 3 }));
  const run = (history: History, order: readonly StatedValues[]) =>
    order.reduce((after, one) => after.after(stater(one.department), state(one)), history);

  it.each<[string, History]>([
    ['a new record', opened],
    ['a carried record', nothing.after('north-clerk', { kind: 'open-next-cycle', recordId: 'r', cycle: '2021', previous: approved.state })],
  ])('make %s the same, in either order and interleaved', (_which, history) => {
    fc.assert(
      fc.property(series, series, fc.infiniteStream(fc.boolean()), (first, second, coins) => {
        const stores = first.map((one) => statement('stores', one));
        const insurer = second.map((one) => statement('insurer', one));
        const fieldsAfter = (order: readonly StatedValues[]) =>
          Object.fromEntries(Object.entries(run(history, order).state.fields).map(([name, field]) => [name, field.v]));
        const expected = fieldsAfter([...stores, ...insurer]);
        expect(fieldsAfter([...insurer, ...stores])).toEqual(expected);
        expect(fieldsAfter(interleaved(stores, insurer, coins))).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('never take anything out of a union', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('stores', 'insurer'), values), { maxLength: 6 }), (list) => {
        const order = list.map(([department, one]) => statement(department, one));
        order.reduce((history, one) => {
          const after = history.after(stater(one.department), state(one));
          const [before, now] = [history, after].map((each) => (value(each, 'accessories') ?? []) as readonly string[]);
          expect(before?.every((item) => now?.includes(item))).toBe(true);
          return after;
        }, opened);
      }),
    );
  });
});

function interleaved<Item>(left: readonly Item[], right: readonly Item[], coins: Iterator<boolean>): readonly Item[] {
  const [first, ...rest] = left;
  const [other, ...others] = right;
  if (first === undefined) return right;
  if (other === undefined) return left;
  return coins.next().value === true ? [first, ...interleaved(rest, right, coins)] : [other, ...interleaved(left, others, coins)];
}
