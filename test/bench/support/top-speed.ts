import { mustBe } from './contestant.js';
import type { Load, Phase } from './processes.js';

/** How many connections look for the top speed. */
export const CONNECTIONS = 64;
/** On how many connections the even load comes at most: more than are ever needed, so that nothing waits for one. */
export const EVEN_CONNECTIONS = 1_000;

/** Seconds in which a server gets into its stride, and for which its top speed is looked for. */
export interface Trying {
  readonly warmUp: number;
  readonly trying: number;
}

/** Shows how many commands a second a server can do at most: the second of the two says it. */
export function topSpeed({ warmUp, trying }: Trying): readonly [Phase, Phase] {
  return [
    { connections: CONNECTIONS, seconds: warmUp },
    { connections: CONNECTIONS, seconds: trying },
  ];
}

/** Commands a second at 60 % of the top speed. */
export function evenly(top: Load): number {
  return Math.max(1, Math.round(top.perSecond * 0.6));
}

/**
 * Far more people than records: some change the same one at the same moment, and those who come too late twice are told that it has changed (412).
 * @throws Error if there was an answer that was neither a change done, nor that, nor a problem that says when to come back
 */
export function mustBeWhole(...loads: readonly Load[]): void {
  for (const { statuses, done, refused } of loads) {
    const all = Object.values(statuses).reduce((sum, some) => sum + some, 0);
    const met = statuses['412'] ?? 0;
    mustBe(`answers that are neither done nor refused as they should be, of ${JSON.stringify(statuses)}`, all - done - met - refused, 0);
  }
}
