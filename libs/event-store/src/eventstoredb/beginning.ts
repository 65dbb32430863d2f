import { setTimeout as delay } from 'node:timers/promises';
import { Refusal } from '#kernel';
import type { EventStoreDbAddress } from './connection-string.js';
import type { Contact } from './contact.js';
import { obstacleBefore, type Obstacle, type Security } from './obstacle.js';

/** Between two looks at a server that does not answer, in milliseconds. */
const LOOK_EVERY = 50;
/** What is found for so long stays, in milliseconds; a server that is just being set up has that time. */
const STAYS_AFTER = 250;

/**
 * Waits for a server that is asked for the first time, and says what keeps it from answering. What somebody has to put right (a name, a
 * certificate) is refused soon; one that is merely away has the time that every operation has.
 * @param ask asks until it is answered or its time is spent
 * @throws Refusal what `ask` throws; `unavailable` with the code of an {@link Obstacle}
 */
export async function begun(
  { address, security, contact }: { readonly address: EventStoreDbAddress; readonly security?: Security; readonly contact: Contact },
  ask: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const over = new AbortController();
  const obstacle = () => obstacleTo(address, security);
  try {
    await Promise.race([ask(over.signal), refusedWhileSilent(contact, obstacle, over.signal)]);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'log-unreachable') throw error;
    const found = await obstacle();
    throw found === undefined ? error : refusal(found);
  } finally {
    over.abort();
  }
}

/** Never settles well. @throws Refusal what stays in the way */
async function refusedWhileSilent(contact: Contact, look: () => Promise<Obstacle | undefined>, signal: AbortSignal): Promise<never> {
  let since: number | undefined;
  for (;;) {
    await delay(LOOK_EVERY, undefined, { signal }).catch(() => new Promise<never>(() => undefined));
    if (contact.condition.state !== 'unreachable') continue;
    const looked = performance.now();
    const found = await look();
    if (found === undefined || found.code === 'log-host-refuses') since = undefined;
    else if (performance.now() - (since ??= looked) > STAYS_AFTER) throw refusal(found);
  }
}

/** Of several hosts all must be out of reach; it is said of the one that comes nearest to an answer. */
async function obstacleTo({ hosts }: EventStoreDbAddress, security: Security | undefined): Promise<Obstacle | undefined> {
  const found = await Promise.all(hosts.map((host) => obstacleBefore(host, security)));
  if (found.includes(undefined)) return undefined;
  // One that merely refuses may come back, whatever is wrong with the others.
  return (
    found.find((obstacle) => obstacle?.code === 'log-host-refuses') ??
    found.find((obstacle) => obstacle?.code !== 'log-host-unknown') ??
    found[0]
  );
}

function refusal({ code, reason }: Obstacle): Refusal {
  return new Refusal('unavailable', code, { params: { reason } });
}
