import { randomUUID } from 'node:crypto';

/**
 * How many refused attempts of one person are kept one by one in a minute: more than anybody makes by hand, and at half a kilobyte each no more
 * than a megabyte an hour of a program that goes on and on.
 */
export const KEPT_A_MINUTE = 30;

/** How many people are counted in one minute at most. All are known to the directory; a county has some thousand. */
const PEOPLE = 10_000;

/** Attempts that were counted and not kept. */
export interface LeftOut {
  readonly userId: string;
  /** UTC time at which the minute began. */
  readonly minute: string;
  readonly count: number;
  /** Tells counts of one minute apart: another process may have counted in it too. */
  readonly part: string;
}

/**
 * Counts the refused attempts of each person in the minute that runs, and knows of nothing before it. Each process counts for itself.
 */
export class AttemptTally {
  private minute = '';
  private readonly attempts = new Map<string, number>();

  /** Whether one more attempt is to be kept by itself; else it is counted. Ask for what has {@link ended} first. */
  lets(userId: string, now: string): boolean {
    this.minute = minuteOf(now);
    const count = (this.attempts.get(userId) ?? 0) + 1;
    if (count === 1 && this.attempts.size === PEOPLE) return false;
    this.attempts.set(userId, count);
    return count <= KEPT_A_MINUTE;
  }

  /** What was left out in a minute that is over by now; each is told once. */
  ended(now: string): readonly LeftOut[] {
    return minuteOf(now) === this.minute ? [] : this.all();
  }

  /** What was left out and has not been told. */
  all(): readonly LeftOut[] {
    const { minute } = this;
    const over = [...this.attempts].filter(([, count]) => count > KEPT_A_MINUTE);
    this.attempts.clear();
    return over.map(([userId, count]) => ({ userId, minute, count: count - KEPT_A_MINUTE, part: randomUUID() }));
  }
}

function minuteOf(time: string): string {
  return `${time.slice(0, 16)}:00.000Z`;
}
