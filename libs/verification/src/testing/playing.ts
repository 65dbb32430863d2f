import fc from 'fast-check';
import { Refusal } from '#kernel';
import { possibleActions } from '../decide/allowed-actions.js';
import type { RecordCommand } from '../model/commands.js';
import type { RecordState } from '../model/state.js';
import { lineOf } from '../reading/initial-state.js';
import { isComplete } from '../reading/line-state.js';
import { attempts, unnamedAttempts, type Playground } from './attempts.js';
import type { History } from './history.js';

/** One try of somebody to do something. */
interface Move {
  /** Towards an approval; any allowed action; a finding or statement; any action, allowed or not. */
  readonly way: 'onward' | 'named' | 'unnamed' | 'blind';
  readonly who: number;
  readonly what: number;
  readonly how: number;
}

type Try = readonly [userId: string, command: RecordCommand];
type Action = readonly [userId: string, action: string];

const index = fc.nat(9999);
const weighted = (way: Move['way'], weight: number) => ({ arbitrary: fc.constant(way), weight });
const move: fc.Arbitrary<Move> = fc.record({
  way: fc.oneof(weighted('onward', 10), weighted('named', 5), weighted('unnamed', 1), weighted('blind', 1)),
  who: index,
  what: index,
  how: index,
});

/** Sequences of forty tries, most of them towards an approval. */
export const moves = fc.array(move, { minLength: 40, maxLength: 40 });

/** The actions that lead to an approval; what comes first is nearer to it. */
const ONWARD = [
  'sign-off',
  'submit',
  'accept-transfer',
  'appeal',
  'correct',
  'close-error',
  'confirm-error',
  'decide-finding',
  'open',
  'visit',
  'collect',
  'report-error',
];

/** Plays moves from a beginning and leaves out what is refused; `seen` looks at every step. */
export function play(
  playground: Playground,
  list: readonly Move[],
  begin: History,
  seen: (before: History, after: History) => void,
): History {
  return list.reduce((history, one) => {
    for (const [userId, command] of triesOf(playground, history.state, one)) {
      const after = tried(history, userId, command);
      if (after === undefined) continue;
      seen(history, after);
      return after;
    }
    return history;
  }, begin);
}

function triesOf(playground: Playground, state: RecordState, { way, who, what, how }: Move): readonly Try[] {
  const people = rotated(playground.people, who);
  const [userId = ''] = people;
  switch (way) {
    case 'onward':
      return triesFor(playground, state, onward(playground, state, people), how).slice(0, 3);
    case 'named': {
      const actions = rotated(openActions(playground, state), what).slice(0, 1);
      return triesFor(playground, state, taking(playground, state, people, actions), how);
    }
    case 'unnamed':
      return rotated(unnamedAttempts(state, playground), what)
        .slice(0, 1)
        .flatMap((command) => people.map((person): Try => [person, command]));
    case 'blind': {
      const [action] = rotated(possibleActions(state, { ...playground, userId }), what);
      return triesFor(playground, state, action && [userId, action.action], how);
    }
  }
}

/** The first step towards an approval that anybody may take. */
function onward(playground: Playground, state: RecordState, people: readonly string[]): Action | undefined {
  const open = openActions(playground, state).filter((action) => leadsOn(action, state));
  for (const word of ONWARD) {
    const actions = open.filter((action) => action.split(':')[0] === word);
    const found = actions.length === 0 ? undefined : taking(playground, state, people, actions);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first of the people who may take one of the actions. */
function taking(playground: Playground, state: RecordState, people: readonly string[], actions: readonly string[]): Action | undefined {
  for (const userId of people) {
    const found = openActions(playground, state, userId).find((action) => actions.includes(action));
    if (found !== undefined) return [userId, found];
  }
  return undefined;
}

/** Collecting again what is on its way up, or visiting twice, leads nowhere. */
function leadsOn(action: string, state: RecordState): boolean {
  const [word, name = ''] = action.split(':');
  if (word === 'visit') return state.visits.length === 0;
  return word !== 'collect' || (lineOf(state, name).submission === undefined && !isComplete(lineOf(state, name)));
}

/** Actions that a person may take now; without a person, that somebody may. */
function openActions({ type, staffing, now }: Playground, state: RecordState, userId?: string): readonly string[] {
  return possibleActions(state, { type, staffing, now, userId }).flatMap(({ action, refusal }) => (refusal === undefined ? [action] : []));
}

function triesFor(playground: Playground, state: RecordState, action: Action | undefined, how: number): readonly Try[] {
  if (action === undefined) return [];
  const [userId, word] = action;
  // A closed record has no future: most are kept open.
  if (word === 'close' && how % 4 > 0) return [];
  return rotated(attempts(word, state, playground, userId), how).map((command) => [userId, command]);
}

function rotated<Item>(list: readonly Item[], by: number): readonly Item[] {
  const at = list.length === 0 ? 0 : by % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}

/** Undefined if it is refused, or nothing is new. */
function tried(history: History, userId: string, command: RecordCommand): History | undefined {
  try {
    const after = history.after(userId, command);
    return after.events.length === history.events.length ? undefined : after;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
