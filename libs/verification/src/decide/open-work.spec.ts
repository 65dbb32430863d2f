import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Refusal } from '#kernel';
import type { RecordCommand } from '../model/commands.js';
import type { History } from '../testing/history.js';
import { lending } from '../testing/lending.js';
import { approved, collect, collected, confirm, correct, found, giveBack, report, signed, submitted, transfer } from '../testing/loan.js';
import { moves, play } from '../testing/playing.js';
import { decideRemembering, pastOf, RememberingHistory, remembering } from '../testing/remembering.js';
import { people as yardPeople, yardWith } from '../testing/yard.js';
import { lineOf } from '../reading/initial-state.js';
import { allowedActions } from './allowed-actions.js';
import { openWork, workDeskOf, workTurn, type OpenWork } from './open-work.js';

const RUNS = 20;
const DONE_BY = {
  error: ['confirm-error'],
  finding: ['decide-finding'],
  transfer: ['accept-transfer'],
  correction: ['correct', 'close-error'],
} as const;

const everybody = [...new Set([...lending.people, ...yardPeople.map(({ userId }) => userId)])];

/** What somebody has to do, with the task. */
function turnsOf(history: History, userId: string): readonly (readonly [OpenWork, string])[] {
  const { state, setting } = history;
  return openWork(state).flatMap((work) => {
    const turn = workTurn(work, state, { ...setting, userId, past: pastOf(history) });
    return turn === undefined ? [] : [[work, turn.task] as const];
  });
}

function wordOf({ kind, about, appellant }: OpenWork, task: string): string {
  return [task === 'decide' ? kind : task, about, ...(appellant === undefined ? [] : [appellant])].join(' ');
}

/** The same by what the engine lets them do. */
function plainly(history: History, userId: string): readonly string[] {
  const { state, setting } = history;
  const allowed = allowedActions(state, { ...setting, userId, past: pastOf(history) });
  const done = Object.entries(DONE_BY).flatMap(([kind, words]) =>
    allowed.flatMap((action) => {
      const [word = '', ...rest] = action.split(':');
      return (words as readonly string[]).includes(word) ? [`${kind} ${rest.join(':')}`] : [];
    }),
  );
  const returned = Object.keys(state.lines).filter(
    (line) => lineOf(state, line).returned?.to === 'collection' && allowed.includes(`collect:${line}`),
  );
  const appeals = Object.values(state.errors).flatMap(({ errorId, appeals: of = {} }) =>
    Object.keys(of)
      .filter((appellant) =>
        can(history, userId, { kind: 'decide-attribution-appeal', errorId, appellant, outcome: 'upheld', reason: 'r' }),
      )
      .map((appellant) => `appeal ${errorId} ${appellant}`),
  );
  return [...done, ...returned.map((line) => `returned ${line}`), ...appeals].sort();
}

function can(history: History, userId: string, command: RecordCommand): boolean {
  try {
    decideRemembering(history, userId, command);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** Whom the auditor can name now. */
const nameable = (history: History, errorId: string, matter: 'error' | 'appeal') =>
  everybody.filter((userId) => can(history, 'auditor', { kind: 'name-decider', errorId, matter, userId }));

/** Who has a turn in spite of what the desk says of whom it is for. */
function besidesDesk(history: History, userId: string): readonly string[] {
  const { state, setting } = history;
  const { type, staffing, now } = setting;
  const held = staffing.appointmentsOf(userId, now);
  return turnsOf(history, userId).flatMap(([work, task]) => {
    const { posts, namers, named, barred } = workDeskOf(work, state, type, staffing);
    const at = task === 'decide' ? posts : namers;
    const holds = held.some((one) => at.some(({ role, unit, line }) => one.role === role && one.unit === unit && one.line === line));
    return (holds || (task === 'decide' && named === userId)) && !(task === 'decide' && barred.includes(userId))
      ? []
      : [wordOf(work, task)];
  });
}

describe('what waits in a record', () => {
  it('is for exactly those who may do it, whatever has happened', () => {
    Error.stackTraceLimit = 0;
    const seen = new Set<string>();
    fc.assert(
      fc.property(moves, (list) => {
        play(lending, list, new RememberingHistory(lending), (_before, after) => {
          for (const userId of everybody) {
            const turns = turnsOf(after, userId);
            const decided = turns.filter(([, task]) => task === 'decide').map(([work, task]) => wordOf(work, task));
            expect({ userId, work: [...decided].sort() }).toEqual({ userId, work: plainly(after, userId) });
            expect(besidesDesk(after, userId)).toEqual([]);
            for (const [{ kind }, task] of turns) seen.add(`${kind} ${task}`);
          }
        });
      }),
      { numRuns: RUNS },
    );
    expect(seen.size).toBeGreaterThanOrEqual(3);
  });

  it('is nothing while everything goes its way', () => {
    for (const history of [collected, submitted, approved]) expect(openWork(history.state)).toEqual([]);
  });

  it('is a line to collect anew from its return to its submission, and none that is returned to a level', () => {
    const signedOnce = signed(submitted, 'tool', 'north-checker');
    const returned = signedOnce.after('yard-checker', giveBack(signedOnce, 'tool', 'collection'));
    expect(turnsOf(returned, 'north-clerk').map(([work, task]) => wordOf(work, task))).toEqual(['returned tool']);
    expect(turnsOf(returned, 'joinery-clerk')).toEqual([]);
    const changed = returned.after('north-clerk', collect('tool', { worth: 'small' }));
    expect(turnsOf(changed, 'north-clerk')).toHaveLength(1);
    expect(openWork(changed.after('north-clerk', { kind: 'submit', line: 'tool' }).state)).toEqual([]);
    expect(openWork(signedOnce.after('yard-checker', giveBack(signedOnce, 'tool', 'depot')).state)).toEqual([]);
  });

  it('is a line to accept for those of its new unit only', () => {
    const moved = submitted.after('north-clerk', transfer('tool', 'south-depot'));
    expect(turnsOf(moved, 'south-clerk').map(([work, task]) => wordOf(work, task))).toEqual(['transfer tool']);
    expect(turnsOf(moved, 'north-clerk')).toEqual([]);
  });

  it('is an error for those who may judge it, then its correction for those who collect', () => {
    const reported = approved.after('onlooker', report('worth', 'small'));
    expect(everybody.filter((userId) => turnsOf(reported, userId).length > 0).sort()).toEqual(['insurer', 'other-chief', 'stores']);
    expect(turnsOf(found, 'north-clerk').map(([work, task]) => wordOf(work, task))).toEqual(['correction error']);
    expect(turnsOf(found, 'insurer')).toEqual([]);
    expect(openWork(found.after('north-clerk', correct({ worth: 'small' })).state)).toEqual([]);
  });

  it('is for the auditor where nobody can judge it, and for whoever is named then', () => {
    const alone = { staffing: yardWith([], ['stores', 'insurer', 'other-chief']) };
    const reported = approved.after('onlooker', report('worth', 'small')).in(alone);
    expect(turnsOf(reported, 'chief')).toEqual([]);
    expect(turnsOf(reported, 'auditor').map(([work, task]) => wordOf(work, task))).toEqual(['name-decider error']);
    const [named = ''] = nameable(reported, 'error', 'error');
    const after = remembering(reported, 'auditor', { kind: 'name-decider', errorId: 'error', matter: 'error', userId: named });
    expect(turnsOf(after, named).map(([work, task]) => wordOf(work, task))).toEqual(['error error']);
    expect(turnsOf(after, 'auditor')).toEqual([]);
    const gone = after.in({ staffing: yardWith([], ['stores', 'insurer', 'other-chief', named]) });
    expect(turnsOf(gone, 'auditor').map(([, task]) => task)).toEqual(['name-decider']);
  });

  it('is an appeal for the auditor, then for whoever is named', () => {
    const attributed = remembering(approved.after('onlooker', report('worth', 'small')), 'insurer', confirm());
    const appealed = remembering(attributed, 'north-clerk', { kind: 'appeal-attribution', errorId: 'error', reason: 'it was not me' });
    expect(turnsOf(appealed, 'auditor').map(([work, task]) => wordOf(work, task))).toEqual(['name-decider error north-clerk']);
    const named = remembering(appealed, 'auditor', { kind: 'name-decider', errorId: 'error', matter: 'appeal', userId: 'stores' });
    expect(turnsOf(named, 'auditor')).toEqual([]);
    expect(turnsOf(named, 'stores').map(([work, task]) => wordOf(work, task))).toEqual(['appeal error north-clerk']);
    const decide: RecordCommand = {
      kind: 'decide-attribution-appeal',
      errorId: 'error',
      appellant: 'north-clerk',
      outcome: 'reversed',
      reason: 'r',
    };
    expect(turnsOf(remembering(named, 'stores', decide), 'stores')).toEqual([]);
  });
});
