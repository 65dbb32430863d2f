import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { peopleOf } from '../reading/barred.js';
import { approved, collect, collected, decideFinding, opened, state, statement } from '../testing/loan.js';
import { lending } from '../testing/lending.js';
import type { History } from '../testing/history.js';
import { moves, play } from '../testing/playing.js';
import { RememberingHistory } from '../testing/remembering.js';
import { toolLoan } from '../testing/tool-loan.js';
import { NORTH } from '../testing/yard.js';
import { fieldHistories } from './field-history.js';
import { originOf } from './field-run.js';

/** Of each field, the act that its value owes its origin to and everybody who set it: as the history has it, and as the state has it. */
function originsIn({ events, state: standing, setting }: History): readonly (readonly [told: unknown, folded: unknown])[] {
  return [...fieldHistories(events, setting.type).values()].map(({ field, standing: run }) => {
    const people = [...new Set(run.settings.flatMap(({ by }) => peopleOf(by)))].sort();
    const origin = originOf(run.settings);
    const folded = standing.fields[field];
    return [
      run.value === null ? undefined : { c: run.value.c, eventId: origin?.eventId, source: origin?.source, people },
      folded && { c: folded.c, eventId: folded.eventId, source: folded.source, people: [...folded.setBy].sort() },
    ];
  });
}

function mustAgree(history: History): void {
  for (const [told, folded] of originsIn(history)) expect(folded).toEqual(told);
}

const originOfWorth = ({ events }: History) => originOf(fieldHistories(events, toolLoan).get('worth')?.standing.settings ?? []);

describe('where a value came from', () => {
  it('is told by its history as by the state of the record, whatever people do', () => {
    fc.assert(
      fc.property(moves, fc.boolean(), (list, fromTheStart) => {
        const begin = new RememberingHistory(lending, fromTheStart ? [] : approved.events);
        mustAgree(play(lending, list, begin, (_before, after) => mustAgree(after)));
      }),
      { numRuns: 40 },
    );
  });

  it('is the first of two findings that were decided in favour of it; the second confirms', () => {
    const once = collected.after('insurer', decideFinding('tool', { worth: 'large' }, 'first'));
    const twice = once.after('stores', decideFinding('tool', { worth: 'large' }, 'second'));
    expect(originOfWorth(twice)).toMatchObject({ source: { findingId: 'first' }, by: { userId: 'insurer' } });
    mustAgree(twice);
  });

  it('is the finding also if a roster or a person had said the same before, or says so afterwards', () => {
    const begun = opened.after('north-clerk', collect('tool', { depot: NORTH }));
    const stated = begun.after('insurer', state(statement('insurer', { worth: 'large' })));
    const found = stated.after('insurer', decideFinding('tool', { worth: 'large' }));
    const entered = found.after('north-clerk', collect('tool', { worth: 'large' }));
    const restated = entered.after('insurer', state(statement('insurer', { worth: 'large' }, { fileLine: 2 })));
    for (const history of [stated, found, entered, restated]) mustAgree(history);
    expect(originOfWorth(restated)?.source.kind).toBe('finding');
  });
});
