import { expect } from '@jest/globals';
import { derivedId, Refusal, type RefusalKind } from '#kernel';
import { decide } from '../decide/decide.js';
import { evolve, replay } from '../evolve.js';
import type { RecordCommand } from '../model/commands.js';
import type { Decision } from '../model/decision.js';
import type { EvolvingRecordEvent, RecordEvent } from '../model/events.js';
import type { RecordType } from '../model/record-type.js';
import type { Staffing } from '../model/staffing.js';
import type { RecordState } from '../model/state.js';
import { deepFreeze } from './deep-freeze.js';

/** The rules, the people and the moment in which something happens. */
export interface Setting {
  readonly type: RecordType;
  readonly staffing: Staffing;
  /** UTC with milliseconds. */
  readonly now: string;
}

/** What has happened to one record, never changed: each step makes a longer one. Everything given to the engine is frozen. */
export class History {
  readonly state: RecordState;

  constructor(
    readonly setting: Setting,
    readonly events: readonly EvolvingRecordEvent[] = [],
    state = replay(events),
  ) {
    this.state = deepFreeze(state);
  }

  /** The same, in other circumstances from now on. */
  in(change: Partial<Setting>): History {
    return new History({ ...this.setting, ...change }, this.events, this.state);
  }

  /** What the engine answers to a command. @throws Refusal */
  decide(userId: string, command: RecordCommand): Decision {
    return decide(this.state, deepFreeze(command), { ...this.setting, userId });
  }

  /** After a command that is accepted. @throws Refusal */
  after(userId: string, command: RecordCommand): History {
    return this.with(this.decide(userId, command));
  }

  /** After a decision. */
  with({ actor, events }: Decision): History {
    const first = this.state.revision + 1;
    const recorded = events.map((event, index) => {
      const revision = first + index;
      return { ...event, id: derivedId('event', String(revision)), time: this.setting.now, actor, revision } as EvolvingRecordEvent;
    });
    return new History(this.setting, [...this.events, ...recorded], deepFreeze(recorded).reduce(evolve, this.state));
  }
}

type Expected = { readonly [Type in RecordEvent['type']]: { readonly type: Type; readonly data?: unknown } }[RecordEvent['type']];

/** Given what has happened, when somebody wants something: then these events, nothing new, or a refusal. */
export function given(history: History) {
  return { when: (userId: string, command: RecordCommand) => new Outcome(history, userId, command) };
}

class Outcome {
  constructor(
    private readonly history: History,
    private readonly userId: string,
    private readonly command: RecordCommand,
  ) {}

  /** These events, at least with these members of their data. Gives what happened, to look at the state. */
  then(...expected: readonly Expected[]): History {
    const decision = this.history.decide(this.userId, this.command);
    expect(decision.events).toMatchObject(expected);
    return this.history.with(decision);
  }

  nothing(): void {
    expect(this.history.decide(this.userId, this.command).events).toEqual([]);
  }

  /** The refusal, to look at its particulars. */
  refused(kind: RefusalKind, code: string): Refusal {
    const refusal = this.refusal();
    expect({ kind: refusal.kind, code: refusal.code }).toEqual({ kind, code });
    return refusal;
  }

  private refusal(): Refusal {
    try {
      const { events } = this.history.decide(this.userId, this.command);
      throw new Error(`accepted: ${events.map(({ type }) => type).join(', ')}`);
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }
}
