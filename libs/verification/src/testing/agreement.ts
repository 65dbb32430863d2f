import { Refusal } from '#kernel';
import { allowedActions, possibleActions } from '../decide/allowed-actions.js';
import { attempts, type Playground } from './attempts.js';
import type { History } from './history.js';

/** Where what is said to be allowed, and what the engine does when it is tried, are two things; for everybody. */
export function disagreements(history: History, playground: Playground): readonly string[] {
  const { type, staffing, now } = playground;
  return playground.people.flatMap((userId) => {
    const allowed = allowedActions(history.state, { type, staffing, now, userId });
    return possibleActions(history.state, { type, staffing, now, userId }).flatMap(({ action, refusal }) => {
      const answers = attempts(action, history.state, playground, userId).map((command) =>
        refusalOf(() => history.decide(userId, command)),
      );
      const what = (problem: string) => [`${userId}, ${action}: ${problem}`];
      if (allowed.includes(action) !== (refusal === undefined)) return what('allowed and possible differ');
      if (refusal === undefined)
        return answers.includes(undefined) ? [] : what(`allowed, but ${answers.map((one) => one?.code).join(', ')}`);
      if (answers.some((answer) => answer?.code !== refusal.code)) return what(`${refusal.code}, but another answer when tried`);
      return answers.every((answer) => String(answer?.allowed) === String(allowed)) ? [] : what('a refusal allows something else');
    });
  });
}

function refusalOf(decided: () => unknown): Refusal | undefined {
  try {
    decided();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
