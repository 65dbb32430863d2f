import type { EventLog } from '#event-store';

/** What a process that is killed leaves behind. */
export class Killed extends Error {}

/** A log on which no append gets through any more after so many. */
export function killedAfter(log: EventLog, appends: number): EventLog {
  let left = appends;
  return {
    ...log,
    append: (...args) => {
      left -= 1;
      return left < 0 ? Promise.reject(new Killed('killed')) : log.append(...args);
    },
  };
}
