import { existsSync } from 'node:fs';
import { firstOf, type EventFilter, type EventLog } from '#event-store';
import { Refusal, type Envelope, type Recorded } from '#kernel';
import { SqliteSealer, type Sealer } from '#protection';
import type { Origin } from './simulation.js';

/** What was sealed by the keys of a log, for who must know whether these are the keys. */
export interface Sealed {
  readonly subject: string;
  readonly envelope: Envelope;
}

/** Finds a sealed value in a log: in the first event that gets through a filter. */
export interface SealedValues {
  readonly filter: EventFilter;
  in(event: Recorded): Sealed | undefined;
}

/**
 * Opens the keys of a log. Nothing is made where keys are missed: a log whose keys are lost could go on with others, and nobody would notice.
 * @param origin of the log; undefined: it is new
 * @throws Refusal `unavailable`/`keys-lost`, `unavailable`/`keys-of-another-log`
 */
export async function openKeys(
  file: string,
  log: EventLog,
  origin: Origin | undefined,
  values: SealedValues | undefined,
): Promise<SqliteSealer> {
  const sealed = origin === undefined || origin.keyStoreId !== undefined ? undefined : await sealedIn(log, values);
  const needed = origin?.keyStoreId !== undefined || sealed !== undefined;
  if (needed && !existsSync(file)) throw new Refusal('unavailable', 'keys-lost');
  const sealer = SqliteSealer.open(file);
  const other = origin?.keyStoreId !== undefined && origin.keyStoreId !== sealer.id;
  if (!other && (sealed === undefined || hasSealed(sealer, sealed))) return sealer;
  await sealer.close();
  throw new Refusal('unavailable', 'keys-of-another-log');
}

async function sealedIn(log: EventLog, values: SealedValues | undefined): Promise<Sealed | undefined> {
  const event = values && (await firstOf(log, { filter: values.filter }));
  return event && values?.in(event);
}

function hasSealed(sealer: Sealer, { subject, envelope }: Sealed): boolean {
  try {
    return sealer.seal(subject, envelope.v).c === envelope.c;
  } catch {
    // It has no key of the subject.
    return false;
  }
}
