import { Refusal } from '#kernel';
import type { Status } from '../../../../../test/support/eventstoredb/faults.js';
import { readConnectionString } from '../connection-string.js';
import { EventStoreDbEventStore } from '../eventstoredb-event-store.js';
import type { Patience } from '../patience.js';

/** Waits less than in real life, but long enough for a busy machine. */
export const SHORT: Patience = { deadline: 2_000, idle: 1_500, budget: 30_000, pauses: [1, 20] };

/** For what must be given up. */
export const IMPATIENT: Patience = { deadline: 1_000, idle: 1_000, budget: 3_000, pauses: [1, 20] };

export const UNAVAILABLE: Status = { code: 14, details: 'Connection dropped' };
export const NOT_READY: Status = { code: 14, details: 'Server Is Not Ready' };

/** More often than anybody tries. */
export const ALWAYS = 1_000_000;

export function openOnTheWire(address: string, patience = SHORT): Promise<EventStoreDbEventStore> {
  return EventStoreDbEventStore.open(readConnectionString(address), patience);
}

/** The refusal with which something was refused. */
export async function refusalIn(work: Promise<unknown>): Promise<Refusal> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
