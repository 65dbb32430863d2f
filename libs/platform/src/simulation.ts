import { randomUUID } from 'node:crypto';
import { isDay, Refusal, type Recorded } from '#kernel';
import { isConflict, LOG_RENEWED, LOG_STREAM, type Clock, type EventLog, type SimulatedClock } from '#event-store';
import { systemActor } from './system-actor.js';

/** The log's own stream as it stands: whether the clock is simulated, and what it was last set to. */
export interface Origin {
  readonly storeId: string;
  /** What the log was called before it was renewed, the last name last. */
  readonly formerly: readonly string[];
  /** Of the keys that its values are sealed with; undefined: a log of before that has not adopted any yet. */
  readonly keyStoreId?: string;
  readonly simulated: boolean;
  /** The simulated time, UTC; absent on a real clock. */
  readonly time?: string;
  readonly revision: number;
}

interface Named {
  readonly storeId: string;
}

/** Folds the events of the log's own stream; undefined for a log that has none. */
export function originOf(events: readonly Recorded[]): Origin | undefined {
  const created = events.find((event) => event.type === 'log-created');
  if (created === undefined) return undefined;
  const data = created.data as { storeId: string; simulated: boolean; keyStoreId: string | null };
  const last = (type: string) => events.findLast((event) => event.type === type)?.data;
  const names = [data.storeId, ...events.filter(({ type }) => type === LOG_RENEWED).map((event) => (event.data as Named).storeId)];
  return {
    storeId: names.at(-1) ?? data.storeId,
    formerly: names.slice(0, -1),
    keyStoreId: (last('key-store-adopted') as { keyStoreId: string } | undefined)?.keyStoreId ?? data.keyStoreId ?? undefined,
    simulated: data.simulated,
    time: (last('clock-set') as { time: string } | undefined)?.time,
    revision: events.length - 1,
  };
}

/**
 * A time with a zone, as UTC with milliseconds.
 * @throws Refusal `invalid`/`wrong-time`
 */
export function utcTime(text: string): string {
  const [, day = ''] = /^(\d{4}-\d{2}-\d{2})T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.exec(text) ?? [];
  // What parses times makes another day of one that there is not.
  const time = isDay(day) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw new Refusal('invalid', 'wrong-time');
  return new Date(time).toISOString();
}

/**
 * Makes sure that the log has its first event and, if a time is given, sets the simulated clock to it.
 * @throws Refusal `conflict`/`not-simulated` for a log that was begun on the real clock, `conflict`/`clock-backwards` for an earlier time
 */
export async function ensureOrigin(log: EventLog, clock: Clock, keyStoreId: string, setTo?: string): Promise<Origin> {
  const standing = await readOrigin(log);
  if (standing !== undefined) return setTo === undefined ? standing : setClock(log, standing, setTo);
  const data = { storeId: randomUUID(), simulated: setTo !== undefined, keyStoreId };
  try {
    const time = setTo ?? clock.now();
    await append(log, 'no-stream', [
      { type: 'log-created', data },
      ...(setTo === undefined ? [] : [{ type: 'clock-set', data: { time } }]),
    ]);
  } catch (error) {
    // Another process made the log in this very moment: its word counts.
    if (!(error instanceof Refusal) || error.kind !== 'conflict') throw error;
  }
  return ensureOrigin(log, clock, keyStoreId, setTo);
}

/** What the log says of itself; undefined for one that is new. Writes nothing. */
export async function readOrigin(log: EventLog): Promise<Origin | undefined> {
  return originOf(await log.readStream(LOG_STREAM));
}

/** A log of before says from now on which keys are its own; somebody else may do it at the same time. */
export async function adoptKeys(log: EventLog, origin: Origin, keyStoreId: string): Promise<Origin> {
  if (origin.keyStoreId !== undefined) return origin;
  await append(log, origin.revision, [{ type: 'key-store-adopted', data: { keyStoreId } }]).catch((error: unknown) => {
    if (!isConflict(error)) throw error;
  });
  return (await readOrigin(log)) ?? origin;
}

/** The log goes on under a new name, so that whoever knows what it held before it was set back notices. */
export async function renewOrigin(log: EventLog, origin: Origin, reason: string): Promise<Origin> {
  await append(log, origin.revision, [{ type: LOG_RENEWED, data: { storeId: randomUUID(), replaces: origin.storeId, reason } }]);
  return (await readOrigin(log)) ?? origin;
}

async function setClock(log: EventLog, origin: Origin, time: string): Promise<Origin> {
  if (!origin.simulated) throw new Refusal('conflict', 'not-simulated');
  if (origin.time === time) return origin;
  if (origin.time !== undefined && time < origin.time) throw new Refusal('conflict', 'clock-backwards', { params: { now: origin.time } });
  await append(log, origin.revision, [{ type: 'clock-set', data: { time } }]);
  return { ...origin, time, revision: origin.revision + 1 };
}

/**
 * Moves the clock of a simulated directory on within a running process: the log says so first, then the clock shows it. Only the last event
 * of the log's own stream is read, so moving it a thousand times costs no more each time.
 * @param time UTC with milliseconds
 * @throws Refusal `conflict`/`not-simulated`, `conflict`/`clock-backwards`
 */
export async function advanceClock(log: EventLog, clock: Clock, time: string): Promise<void> {
  if (!isSimulated(clock)) throw new Refusal('conflict', 'not-simulated');
  const [last] = await log.readStream(LOG_STREAM, { direction: 'backwards', limit: 1 });
  const standing = last?.type === 'clock-set' ? (last.data as { time: string }).time : undefined;
  if (standing !== undefined && time < standing) throw new Refusal('conflict', 'clock-backwards', { params: { now: standing } });
  if (time !== standing) await append(log, last?.revision ?? 'no-stream', [{ type: 'clock-set', data: { time } }]);
  clock.set(time);
}

function isSimulated(clock: Clock): clock is SimulatedClock {
  return 'set' in clock;
}

function append(log: EventLog, expected: 'no-stream' | number, events: readonly { type: string; data: unknown }[]) {
  const commandId = randomUUID();
  return log.append(LOG_STREAM, expected, events, {
    actor: systemActor,
    commandId,
    commandHash: '',
    correlationId: commandId,
    causationId: commandId,
  });
}
