import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evolve, initialState, lineStateOf, openWork, statusOf, workDeskOf, type RecordState } from '#verification';
import { History } from '../../../verification/src/testing/history.js';
import { lending } from '../../../verification/src/testing/lending.js';
import { moves, play } from '../../../verification/src/testing/playing.js';
import { packState, unpackState } from './standing-state.js';
import { waiting } from './waiting.js';

/** Everything that rows are made of. */
function shown(state: RecordState) {
  const { type } = lending;
  return {
    revision: state.revision,
    status: statusOf(state),
    lines: type.lines.map(({ name }) => lineStateOf(state, name)),
    waiting: waiting(state, type),
    fields: Object.entries(state.fields).map(([name, { c, setBy }]) => [name, c, setBy]),
    visits: state.visits.length,
    errors: Object.entries(state.errors).map(([id, { status }]) => [id, status]),
    approved: state.approved?.payable,
    work: openWork(state).map((work) => {
      const { namers, named, barred } = workDeskOf(work, state, type, lending.staffing);
      // What visitors confirmed is not kept; where this type's units stand is nothing that lists show.
      return [work, namers, named, work.kind === 'finding' ? barred : []];
    }),
  };
}

describe('a state as it is kept between batches', () => {
  it('goes on as the whole state would, whatever happens and wherever batches end', () => {
    Error.stackTraceLimit = 0;
    const begin = new History(lending);
    fc.assert(
      fc.property(moves, (list) => {
        let whole = initialState;
        let kept = initialState;
        for (const event of play(lending, list, begin, () => undefined).events) {
          whole = evolve(whole, event);
          kept = unpackState(packState(evolve(kept, event)));
          expect(shown(kept)).toEqual(shown(whole));
        }
        expect(whole.revision).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps the values that lists show and no others, as a text that is quickly read', () => {
    const field = (v: string, c: string) => ({
      c,
      v,
      source: { kind: 'collected' as const },
      setBy: ['u'],
      since: 0,
      eventId: 'e',
      revision: 1,
      time: '',
    });
    const state: RecordState = {
      ...initialState,
      revision: 1,
      recordId: 'r',
      fields: { name: field('张小花', 'c1'), cardNumber: field('6222', 'c2') },
    };
    const text = packState(state);
    expect(text).not.toContain('6222');
    expect(text).toMatch(/^[\0-\x7f]*$/);
    const { fields } = unpackState(text);
    expect([fields.name?.v, fields.cardNumber?.v, fields.cardNumber?.c]).toEqual(['张小花', null, 'c2']);
  });
});
