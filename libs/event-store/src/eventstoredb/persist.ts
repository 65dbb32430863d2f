import { setTimeout as delay } from 'node:timers/promises';
import type { Refusal } from '#kernel';
import { Pauses, type Patience } from './patience.js';
import { verdictOn } from './verdict.js';

/** How an operation ended that was given up. */
export interface GivenUp {
  readonly reason: string;
  /** One of the attempts may have done what was asked for. */
  readonly maybeDone: boolean;
}

/**
 * Tries until it works, the server refuses it, or the time for it is spent. What is tried must be safe to do twice.
 * @param refusal what the caller gets when the time is spent
 * @param signal ends the waiting between attempts, with the signal's reason
 * @throws what the server refused it with, or `refusal`
 */
export async function persist<Result>(
  attempt: () => Promise<Result>,
  patience: Patience,
  refusal: (how: GivenUp) => Refusal,
  signal?: AbortSignal,
): Promise<Result> {
  const start = performance.now();
  const pauses = new Pauses(patience.pauses);
  let maybeDone = false;
  let redirected = false;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const verdict = verdictOn(error);
      if (!verdict.again) throw verdict.error;
      maybeDone ||= verdict.maybeDone;
      if (performance.now() - start > patience.budget) throw refusal({ reason: verdict.reason, maybeDone });
      signal?.throwIfAborted();
      // The client has turned to the leader already; a second time the cluster is still choosing one.
      if (!verdict.atOnce || redirected) await delay(pauses.next(), undefined, { signal });
      redirected = verdict.atOnce;
    }
  }
}
