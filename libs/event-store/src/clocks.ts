import type { Clock } from './clock.js';

/** The machine's clock; if that is set back, it stands still until it has caught up. */
export function systemClock(): Clock {
  let last = 0;
  let text = new Date(last).toISOString();
  return {
    now() {
      const now = Date.now();
      // Thousands of events are appended in a millisecond: to write the time takes longer than to look at it.
      if (now > last) {
        last = now;
        text = new Date(last).toISOString();
      }
      return text;
    },
  };
}

/** A clock that stands at the time it was set to, and can be set on. */
export interface SimulatedClock extends Clock {
  /** Earlier times than it stands at are passed over. */
  set(time: string): void;
}

/** @param start UTC with milliseconds */
export function simulatedClock(start: string): SimulatedClock {
  let time = start;
  return {
    now: () => time,
    set(next) {
      if (next > time) time = next;
    },
  };
}
