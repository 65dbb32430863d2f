import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evolve, initialState } from '#verification';
import { History } from '../../../verification/src/testing/history.js';
import { lending } from '../../../verification/src/testing/lending.js';
import { moves, play } from '../../../verification/src/testing/playing.js';
import { noRows, rowsAfter, rowsOf, type Shown } from './record-rows.js';

describe('the rows of a record', () => {
  it('after an event are those that its whole state makes, whatever happens', () => {
    Error.stackTraceLimit = 0;
    const begin = new History(lending);
    fc.assert(
      fc.property(moves, (list) => {
        let shown: Shown = { state: initialState, rows: noRows };
        for (const event of play(lending, list, begin, () => undefined).events) {
          const state = evolve(shown.state, event);
          shown = { state, rows: rowsAfter(shown, state, lending.type) };
          expect(shown.rows).toEqual(rowsOf(state, lending.type));
        }
        expect(shown.rows.list).toHaveLength(1);
      }),
      { numRuns: 40 },
    );
  });

  it('are the same after an event that nothing of them is made of', () => {
    const state = { ...initialState, revision: 1, recordId: 'r', cycle: '2020-2021' };
    const rows = rowsOf(state, lending.type);
    const after = { ...state, revision: state.revision + 1, statements: { library: {} as never } };
    expect(rowsAfter({ state, rows }, after, lending.type)).toBe(rows);
  });
});
