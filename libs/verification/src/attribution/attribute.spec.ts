import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { digestOf } from '#kernel';
import { evolve } from '../evolve.js';
import { fieldHistories } from '../blame/field-history.js';
import { isEmpty } from '../blame/field-run.js';
import type { EvolvingRecordEvent } from '../model/events.js';
import type { Attribution } from '../model/responsibility.js';
import type { RecordState } from '../model/state.js';
import { completeDigests, lineDigest } from '../reading/digests.js';
import { initialState } from '../reading/initial-state.js';
import type { History } from '../testing/history.js';
import { approved } from '../testing/loan.js';
import { lending } from '../testing/lending.js';
import { moves, play } from '../testing/playing.js';
import { pastOf, RememberingHistory } from '../testing/remembering.js';
import { attribute } from './attribute.js';

const RUNS = 30;
const { type } = lending;

/** Work at random on a record that everyone has signed, so that errors are found in it. */
const worked = moves.map((list) => play(lending, list, new RememberingHistory(lending, approved.events), () => undefined));

interface Attributed {
  readonly attribution: Attribution;
  readonly confirmed: Extract<EvolvingRecordEvent, { type: 'error-confirmed' }>;
}

function attributedIn({ events }: Pick<History, 'events'>): readonly Attributed[] {
  return events.flatMap((event, index) => {
    const confirmed = events[index - 1];
    return event.type === 'error-attributed' && confirmed?.type === 'error-confirmed' ? [{ attribution: event.data, confirmed }] : [];
  });
}

const statesOf = new WeakMap<History['events'], readonly RecordState[]>();

/** Each history is folded once. */
function stateBefore({ events }: Pick<History, 'events'>, revision: number): RecordState {
  const states =
    statesOf.get(events) ??
    events.reduce<RecordState[]>((all, event) => [...all, evolve(all.at(-1) ?? initialState, event)], [initialState]);
  statesOf.set(events, states);
  return states[revision] ?? initialState;
}

const commitmentIn = (state: RecordState, field: string) => {
  const standing = state.fields[field];
  return standing === undefined || standing.v === null ? null : standing.c;
};

/** What the law lets somebody be blamed for, asked of the log without the field history. */
function unjustIn(history: History): readonly string[] {
  return attributedIn(history).flatMap(({ attribution }) => {
    const { introducer, signers, field, wrong, missing } = attribution;
    const value = missing ? null : wrong;
    return [
      ...(introducer === undefined || introducedBy(history, introducer.eventId, introducer.by.userId, field, value) ? [] : ['introducer']),
      ...signers.flatMap((one) => (passedBy(history, one.eventId, one.by.userId, field, value) ? [] : [`signer ${one.by.userId}`])),
      ...(new Set(signers.map(({ by }) => by.userId)).size === signers.length ? [] : ['a signer twice']),
    ];
  });
}

/** The person did the act, and after it the field held the value; a missing one was submitted. */
function introducedBy(history: History, eventId: string, userId: string, field: string, value: string | null): boolean {
  const event = history.events.find(({ id }) => id === eventId);
  if (event?.actor.userId !== userId || commitmentIn(stateBefore(history, event.revision + 1), field) !== value) return false;
  return value === null ? event.type === 'line-submitted' : 'values' in event.data && field in event.data.values;
}

/** The person submitted or signed a digest that is over the value. */
function passedBy(history: History, eventId: string, userId: string, field: string, value: string | null): boolean {
  const event = history.events.find(({ id }) => id === eventId);
  if (event === undefined || event.actor.userId !== userId) return false;
  const before = stateBefore(history, event.revision);
  if (event.type !== 'line-submitted' && event.type !== 'line-signed-off') return false;
  const { line, submission, digest } = event.data;
  const over =
    line === 'joint'
      ? digestOf({ recordId: before.recordId, line, digests: completeDigests(before, type) })
      : lineDigest(before, type, line, submission);
  return digest === over && commitmentIn(before, field) === value;
}

/** Everybody who submitted or signed the wrong value and has not answered for it before, told from the log alone. */
function passersOf(history: History, { attribution, confirmed }: Attributed): readonly string[] {
  const { field, wrong } = attribution;
  const earlier = attributedIn(history).filter(
    (one) =>
      one.confirmed.revision < confirmed.revision &&
      one.attribution.field === field &&
      one.attribution.wrong === wrong &&
      !one.attribution.outdated,
  );
  const from = startOfRunAt(history, field, earlier.at(-1)?.confirmed.revision ?? -1);
  const acts = history.events.filter(
    ({ revision, data }) =>
      revision > from && revision < confirmed.revision && 'line' in data && ['joint', attribution.line].includes(data.line),
  );
  const people = acts.filter(({ id, actor }) => passedBy(history, id, actor.userId, field, wrong)).map(({ actor }) => actor.userId);
  return [...new Set(people)].sort();
}

/** The first revision after one at which the field holds another value than then; before any: the beginning. */
function startOfRunAt(history: History, field: string, revision: number): number {
  if (revision < 0) return -1;
  const held = stateBefore(history, revision + 1).fields[field]?.c;
  const changed = history.events.find(
    (event) => event.revision > revision && stateBefore(history, event.revision + 1).fields[field]?.c !== held,
  );
  return changed?.revision ?? Infinity;
}

describe('whatever people do with a record', () => {
  it('whoever submitted or signed a value that is confirmed wrong answers for it once, whatever was returned, withdrawn or reopened since', () => {
    let answering = 0;
    fc.assert(
      fc.property(worked, (history) => {
        for (const one of attributedIn(history)) {
          const { signers, outdated, missing } = one.attribution;
          if (outdated || missing) continue;
          answering += signers.length;
          expect(signers.map(({ by }) => by.userId).toSorted()).toEqual(passersOf(history, one));
        }
      }),
      { numRuns: RUNS },
    );
    expect(answering).toBeGreaterThan(RUNS / 5);
  });

  it('an attribution worked out from a cold replay is the stored one; nobody is blamed for what they neither introduced nor signed', () => {
    let attributed = 0;
    fc.assert(
      fc.property(worked, (history) => {
        const cold = JSON.parse(JSON.stringify(history.events)) as EvolvingRecordEvent[];
        for (const { attribution, confirmed } of attributedIn(history)) {
          attributed += 1;
          expect(attribute(pastOf({ events: cold.slice(0, confirmed.revision) }), confirmed.data, type)).toEqual(attribution);
          const people = [...(attribution.introducer ? [attribution.introducer] : []), ...attribution.signers].map(({ by }) => by.userId);
          expect(people).not.toContain(confirmed.actor.userId);
        }
        expect(unjustIn(history)).toEqual([]);
        expect(attributedIn(history)).toHaveLength(history.events.filter(({ type: name }) => name === 'error-confirmed').length);
      }),
      { numRuns: RUNS },
    );
    expect(attributed).toBeGreaterThan(RUNS / 5);
  });

  it('a sign-off covers the values in the digest that it signed, no others', () => {
    fc.assert(
      fc.property(worked, (history) => {
        for (const { field, runs } of fieldHistories(history.events, type).values()) {
          for (const run of runs) {
            const value = isEmpty(run) ? null : (run.value?.c ?? null);
            const acts = [...run.submissions, ...run.signOffs];
            expect(acts.filter(({ eventId, by }) => !passedBy(history, eventId, by.userId, field, value))).toEqual([]);
          }
        }
      }),
      { numRuns: RUNS },
    );
  });
});
