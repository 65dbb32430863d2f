import { describe, expect, it } from '@jest/globals';
import type { Envelope } from '#kernel';
import { decide } from './decide/decide.js';
import { evolve, replay } from './evolve.js';
import type { EvolvingRecordEvent, RecordEvent } from './model/events.js';
import { initialState } from './reading/initial-state.js';
import { deepFreeze } from './testing/deep-freeze.js';
import type { History } from './testing/history.js';
import {
  accept,
  approved,
  collect,
  collected,
  complete,
  correct,
  dispute,
  FORGE,
  found,
  giveBack,
  nothing,
  opened,
  rejected,
  report,
  ruled,
  sealed,
  signOff,
  state,
  statement,
  submit,
  submitted,
  transfer,
} from './testing/loan.js';
import type { RecordCommand } from './model/commands.js';

const actor = { userId: 'u', name: 'u', role: 'clerk', unit: 'x', unitName: 'x', line: 'tool' };
const happened = (event: RecordEvent, revision = 0): EvolvingRecordEvent =>
  deepFreeze({ ...event, id: `e${revision}`, time: '2020-09-01T00:00:00.000Z', actor, revision }) as EvolvingRecordEvent;
const empty: Readonly<Record<string, Envelope>> = {};

/** One event of every type, about lines, errors and fields that nobody has ever heard of. */
const strange: { readonly [Type in RecordEvent['type']]: Extract<RecordEvent, { type: Type }>['data'] } = {
  'record-opened': { recordId: 'r', recordType: 't', subjectId: 's', cycle: '2020', definition: 9 },
  'details-recorded': { section: 'no', line: 'no', values: { no: sealed(1) }, source: { kind: 'correction', errorId: 'no' } },
  'statement-recorded': { department: 'no', file: 'f', fileLine: 1, asOf: '2020-09-01', values: {}, took: ['no'], merged: empty },
  'visit-recorded': { method: 'no', purpose: 'no', date: '2020-09-01', peopleMet: [], checked: { no: { outcome: 'confirmed' } } },
  'line-submitted': { line: 'no', submission: 7, definition: 9, route: { case: 'no', steps: [] }, digest: 'd' },
  'line-completed-by-rule': { line: 'no', rule: 'no', definition: 9 },
  'line-signed-off': {
    line: 'no',
    level: 'no',
    submission: 3,
    digest: 'd',
    definition: 9,
    post: actor,
    bulk: false,
    viewed: { documents: [], milliseconds: 0 },
    dueAt: '2020-09-02T00:00:00.000Z',
  },
  'line-returned': { line: 'no', level: 'no', to: 'no', submission: 3, definition: 9, reasons: [] },
  'line-withdrawn': { line: 'no', level: 'no', submission: 3, definition: 9, reason: 'no' },
  'sign-offs-voided': {
    line: 'no',
    submission: 3,
    levels: ['no'],
    joint: true,
    submissionVoided: true,
    ruleVoided: true,
    cause: 'returned',
  },
  'record-approved': { digests: { no: 'd' }, digest: 'd', payable: true, definition: 9 },
  'record-rejected': { reason: 'no', definition: 9 },
  'record-appealed': { reason: 'no' },
  'correction-opened': { errorId: 'no', line: 'no', field: 'no' },
  'record-reopened': { lines: ['no'], reason: 'no' },
  'record-transferred': { line: 'no', from: 'a', to: 'b', values: empty },
  'transfer-accepted': { line: 'no', unit: 'b' },
  'transfer-disputed': { line: 'no', unit: 'b', backTo: 'a', reason: 'no', values: { no: sealed('a') } },
  'record-closed': { reason: 'no' },
  'definition-adopted': { from: 1, to: 9, reason: 'no' },
  'disagreement-found': { disagreementId: 'no', field: 'no', line: 'no', standing: null, kind: 'no', visit: 7 },
  'disagreement-settled': { disagreementId: 'no', outcome: 'gone', standing: null },
  'error-reported': { errorId: 'no', field: 'no', line: 'no', wrong: null, origin: 'no' },
  'error-confirmed': { errorId: 'no', outdated: false, definition: 9 },
  'error-closed': { errorId: 'no', reason: 'already-changed' },
  'error-dismissed': { errorId: 'no', reason: 'no' },
  'error-attributed': {
    errorId: 'no',
    field: 'no',
    line: 'no',
    wrong: null,
    missing: true,
    outdated: false,
    rule: 9,
    signers: [],
    caught: [],
    evidence: [],
  },
  'attribution-appealed': { errorId: 'no', reason: 'no' },
  'attribution-appeal-decided': { errorId: 'no', appellant: 'no', outcome: 'reversed', reason: 'no' },
  'decider-named': { errorId: 'no', matter: 'error', userId: 'no' },
};
const strangeEvents = Object.entries(strange).map(([type, data]) => ({ type, data }) as RecordEvent);

describe('what has happened is never refused', () => {
  it.each(strangeEvents.map((event) => [event.type, event] as const))('%s', (_type, event) => {
    for (const { state: before } of [nothing, opened, approved, rejected]) {
      const revision = before.revision + 1;
      expect(evolve(before, happened(event, revision)).revision).toBe(revision);
    }
  });

  it('in whatever order', () => {
    for (const first of strangeEvents) {
      for (const second of strangeEvents) expect(replay([happened(first, 0), happened(second, 1)]).revision).toBe(1);
    }
  });

  it('and fields that the type does not know any more stay', () => {
    const old = evolve(
      collected.state,
      happened(
        {
          type: 'details-recorded',
          data: { section: 'tool', line: 'tool', values: { colour: sealed('red') }, source: { kind: 'collected' } },
        },
        3,
      ),
    );
    expect(old.fields['colour']).toMatchObject({ v: 'red', setBy: ['u'], eventId: 'e3', revision: 3 });
    const { digest } = submitted.state.lines['tool']!.submission!;
    const resubmitted = decide(old, submit('tool'), { ...collected.setting, userId: 'north-clerk' }).events[0]?.data;
    expect(resubmitted).toMatchObject({ digest });
  });

  it('and a value that is taken but was not stated is none', () => {
    expect(replay([happened({ type: 'statement-recorded', data: strange['statement-recorded'] })]).fields).toEqual({});
  });
});

describe('a history', () => {
  const histories: readonly [string, History][] = [
    ['approved', approved],
    ['corrected', found.after('north-clerk', correct({ worth: 'precious' }))],
    ['disputed', complete.after('joinery-clerk', transfer('borrower', FORGE)).after('forge-clerk', dispute('borrower'))],
    ['accepted', ruled.after('joinery-clerk', transfer('borrower', FORGE)).after('forge-clerk', accept('borrower'))],
    ['stated', submitted.after('stores', state(statement('stores', { use: 'on-site', accessories: ['box'] })))],
    ['returned', complete.after('chief', giveBack(complete, 'tool', 'depot', { by: 'joint' }))],
    ['rejected', rejected],
  ];

  it.each(histories)('that is %s gives the same state at once and step by step, and changes nothing that it is given', (_how, history) => {
    const stepwise = history.events.reduce((before, event) => deepFreeze(evolve(before, event)), deepFreeze(initialState));
    expect(stepwise).toStrictEqual(history.state);
    expect(replay(history.events)).toStrictEqual(history.state);
    expect(JSON.parse(JSON.stringify(history.state))).toStrictEqual(history.state);
  });

  it('shares what an event does not touch', () => {
    const after = approved.after('onlooker', report('worth'));
    const again = evolve(approved.state, after.events.at(-1)!);
    expect(again.fields).toBe(approved.state.fields);
    expect(again.lines).toBe(approved.state.lines);
  });
});

describe('a decision', () => {
  it.each<[string, History, string, RecordCommand]>([
    ['collect', complete, 'north-clerk', collect('tool', { worth: 'small' })],
    ['sign off', complete, 'chief', signOff(complete, 'joint')],
    ['correct', found, 'north-clerk', correct({ worth: 'small' })],
    ['transfer', approved, 'joinery-clerk', transfer('borrower', FORGE)],
    ['state', submitted, 'stores', state(statement('stores', { use: 'on-site', accessories: ['box'] }))],
  ])('to %s is the same every time, and leaves alone what it is given', (_word, history, userId, command) => {
    const world = { ...history.setting, userId };
    const [first, second] = [1, 2].map(() => decide(deepFreeze(history.state), deepFreeze(command), world));
    expect(first).toStrictEqual(second);
    expect(first?.events.length).toBeGreaterThan(0);
  });
});
