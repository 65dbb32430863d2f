import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answeringAfter, answersNothing, fieldsByUnit, type EvolvingRecordEvent, type RecordType } from '#verification';
import { lending } from '../../verification/src/testing/lending.js';
import { moves, play } from '../../verification/src/testing/playing.js';
import { RememberingHistory } from '../../verification/src/testing/remembering.js';
import { naiveFacts } from './testing/naive-facts.js';

/** The yard's units answer as they are. */
const type: RecordType = {
  ...lending.type,
  responsibility: {
    unitOf: ({ unit }) => unit,
    levelOf: () => undefined,
    others: [],
    publishers: () => [],
    supervisors: () => [],
    assessments: [],
  },
};

/** Units by field, as the fold has it after these events. */
function folded(events: readonly EvolvingRecordEvent[]): Readonly<Record<string, readonly string[]>> {
  const state = events.reduce((before, event) => answeringAfter(before, event, type, () => undefined).state, answersNothing);
  const byField: Record<string, string[]> = {};
  for (const [unit, fields] of fieldsByUnit(state)) for (const field of fields) (byField[field] ??= []).push(unit);
  return sorted(byField);
}

/** The same, told from the field histories. */
function told(events: readonly EvolvingRecordEvent[]): Readonly<Record<string, readonly string[]>> {
  const byField: Record<string, string[]> = {};
  for (const { unit, field, to } of naiveFacts(events, type)) if (to === Infinity) (byField[field] ??= []).push(unit);
  return sorted(byField);
}

function sorted(byField: Readonly<Record<string, readonly string[]>>): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(byField).map(([field, units]) => [field, [...new Set(units)].sort()]));
}

it('whatever people do with a record, the fold that assessments go by says what the field histories say, at every moment', () => {
  fc.assert(
    fc.property(moves, (list) => {
      const { events } = play(lending, list, new RememberingHistory(lending), () => undefined);
      for (let end = 1; end <= events.length; end += 1) expect(folded(events.slice(0, end))).toEqual(told(events.slice(0, end)));
    }),
    { numRuns: 40 },
  );
});
