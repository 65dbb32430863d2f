import { decide } from '../decide/decide.js';
import type { Decision } from '../model/decision.js';
import type { RecordCommand } from '../model/commands.js';
import type { Past } from '../attribution/past.js';
import { History } from './history.js';

/** What an attribution looks up outside, as specs give it. */
export type LookedUp = Partial<Omit<Past, 'events'>>;

/** The past of a history; a department answers by whoever acted unless something else is given. */
export function pastOf({ events }: Pick<History, 'events'>, { officerOf = () => undefined, ...more }: LookedUp = {}): Past {
  return { events, officerOf, ...more };
}

/** What the engine answers to a command with the record's whole past before it. @throws Refusal */
export function decideRemembering(history: History, userId: string, command: RecordCommand, lookedUp?: LookedUp): Decision {
  return decide(history.state, command, { ...history.setting, userId, past: pastOf(history, lookedUp) });
}

/** After a command that is accepted with the record's whole past before it. @throws Refusal */
export function remembering(history: History, userId: string, command: RecordCommand, lookedUp?: LookedUp): History {
  return history.with(decideRemembering(history, userId, command, lookedUp));
}

/** A history whose every decision has the record's whole past before it, so that confirmed errors are attributed. */
export class RememberingHistory extends History {
  override decide(userId: string, command: RecordCommand): Decision {
    return decideRemembering(this, userId, command);
  }

  override with(decision: Decision): RememberingHistory {
    return new RememberingHistory(this.setting, super.with(decision).events);
  }
}
