import type { Actor } from '#kernel';
import { evolve } from '../evolve.js';
import type { Decision } from '../model/decision.js';
import type { EvolvingRecordEvent, RecordEvent } from '../model/events.js';
import type { RecordState } from '../model/state.js';
import { settlements } from './settlements.js';

/** A decision in the making: each event is proposed and takes effect at once, so that what follows is decided on the state after it. */
export class Draft {
  private readonly proposed: RecordEvent[] = [];

  constructor(
    private standing: RecordState,
    private readonly actor: Actor,
    private readonly now: string,
  ) {}

  get state(): RecordState {
    return this.standing;
  }

  /** Proposes an event, and with it the end of the disagreements that it settles. */
  add(event: RecordEvent): void {
    this.append(event);
    for (const settled of settlements(this.standing, event)) this.append(settled);
  }

  private append(event: RecordEvent): void {
    this.proposed.push(event);
    const act = { id: '', time: this.now, actor: this.actor, revision: this.standing.revision + 1 };
    this.standing = evolve(this.standing, { ...event, ...act } as EvolvingRecordEvent);
  }

  /** What has been decided. */
  decision(): Decision {
    return { actor: this.actor, events: this.proposed };
  }
}
