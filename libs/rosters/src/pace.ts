import type { Progress } from './progress.js';

/** How fast work goes. */
export interface Paced {
  /** Rows a second since the phase began. */
  readonly rate: number;
  /** Until the phase ends, if it goes on so; absent while nobody can say. */
  readonly secondsLeft?: number;
}

/** Below this nothing is said: the first moments are no measure. */
const FIRST_SECONDS = 0.5;

/** Tells how fast an import goes, phase by phase and file by file. */
export class Pace {
  private readonly begun = new Map<string, number>();

  /** @param now milliseconds, from wherever; only differences count */
  constructor(private readonly now: () => number) {}

  /** The pace with which a phase has come so far; undefined for what has none. */
  of(progress: Progress): Paced | undefined {
    if (progress.phase !== 'reading' && progress.phase !== 'reconciling') return undefined;
    const { rows, total } = progress;
    const phase = progress.phase === 'reading' ? `reading ${progress.file}` : progress.phase;
    const time = this.now();
    const begun = this.begun.get(phase) ?? time;
    this.begun.set(phase, begun);
    const seconds = (time - begun) / 1000;
    if (seconds < FIRST_SECONDS) return { rate: 0 };
    const rate = rows / seconds;
    const left = total === undefined || rate === 0 ? undefined : Math.max(0, (total - rows) / rate);
    return { rate: Math.round(rate), ...(left !== undefined && { secondsLeft: Math.round(left) }) };
  }
}
