import type { Actor } from '#kernel';
import { evolve } from '../evolve.js';
import type { Decision } from '../model/decision.js';
import type { EvolvingRecordEvent, RecordEvent } from '../model/events.js';
import type { RecordState } from '../model/state.js';

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

  add(event: RecordEvent): void {
    this.proposed.push(event);
    const act = { id: '', time: this.now, actor: this.actor, revision: this.standing.revision + 1 };
    this.standing = evolve(this.standing, { ...event, ...act } as EvolvingRecordEvent);
  }

  /** What has been decided. */
  decision(): Decision {
    return { actor: this.actor, events: this.proposed };
  }
}
