import { setTimeout as delay } from 'node:timers/promises';
import type { Refusal } from '#kernel';
import type { Contact } from './contact.js';
import { Pauses, silenceOf } from './patience.js';
import { verdictOn } from './verdict.js';

/** How an operation ended that was given up. */
export interface GivenUp {
  readonly reason: string;
  /** One of the attempts may have done what was asked for. */
  readonly maybeDone: boolean;
}

/** What is asked of the server, again and again. */
export interface Persistence {
  /** What the caller gets when the time is spent. */
  readonly refusal: (how: GivenUp) => Refusal;
  /** Since when the caller waits; absent: since now. */
  readonly since?: number;
  /** Ends the waiting between attempts, with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Tries until it works, the server refuses it, or the time for it is spent: the caller's own, or that of everybody, because the server has
 * been silent for so long. What is tried must be safe to do twice.
 * @throws what the server refused it with, or `refusal`
 */
export async function persist<Result>(
  contact: Contact,
  attempt: () => Promise<Result>,
  { refusal, since = performance.now(), signal }: Persistence,
): Promise<Result> {
  const { patience } = contact;
  const pauses = new Pauses(patience.pauses);
  let maybeDone = false;
  let redirected = false;
  for (;;) {
    contact.mustBeTheLog();
    const { hopeless } = contact;
    if (hopeless !== undefined) throw refusal({ reason: hopeless.reason, maybeDone });
    try {
      return await watched(contact, attempt);
    } catch (error) {
      const verdict = verdictOn(error);
      if (!verdict.again) throw verdict.error;
      maybeDone ||= verdict.maybeDone;
      if (performance.now() - since > patience.budget) throw refusal({ reason: verdict.reason, maybeDone });
      signal?.throwIfAborted();
      // The client has turned to the leader already; a second time the cluster is still choosing one.
      if (!verdict.atOnce || redirected) await delay(pauses.next(), undefined, { signal });
      redirected = verdict.atOnce;
    }
  }
}

/** One attempt. What it comes to, and that it takes long, says how the server stands. */
async function watched<Result>(contact: Contact, attempt: () => Promise<Result>): Promise<Result> {
  const timer = setTimeout(() => contact.silent('silent'), silenceOf(contact.patience));
  try {
    const result = await attempt();
    contact.answered();
    return result;
  } catch (error) {
    const verdict = verdictOn(error);
    if (verdict.again && !verdict.answered) contact.silent(verdict.reason);
    else contact.answered();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
