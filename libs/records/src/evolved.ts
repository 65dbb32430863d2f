import type { Evolving } from '#kernel';
import { eventIdOf } from '#event-store';
import { evolve, type RecordEvent, type RecordState } from '#verification';

/** The record as replaying would make it; only the time is that of the decision, which is some milliseconds before the log's. */
export function evolved(
  state: RecordState,
  events: readonly RecordEvent[],
  { commandId, actor, time }: { commandId: string } & Pick<Evolving, 'actor' | 'time'>,
): RecordState {
  return events.reduce((before, event, index) => {
    const act = { id: eventIdOf(commandId, index), time, actor, revision: before.revision + 1 };
    return evolve(before, { ...event, ...act } as Evolving<RecordEvent>);
  }, state);
}
