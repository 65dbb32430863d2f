import { randomUUID } from 'node:crypto';
import { isDay, Refusal, type Recorded } from '#kernel';
import type { Clock, EventLog, SimulatedClock } from '#event-store';
import { LOG_STREAM } from './log-events.js';
import { systemActor } from './system-actor.js';

/** The log's own stream as it stands: whether the clock is simulated, and what it was last set to. */
export interface Origin {
  readonly storeId: string;
  readonly simulated: boolean;
  /** The simulated time, UTC; absent on a real clock. */
  readonly time?: string;
  readonly revision: number;
}

/** Folds the events of the log's own stream; undefined for a log that has none. */
export function originOf(events: readonly Recorded[]): Origin | undefined {
  const created = events.find((event) => event.type === 'log-created');
  if (created === undefined) return undefined;
  const { storeId, simulated } = created.data as { storeId: string; simulated: boolean };
  const set = events.findLast((event) => event.type === 'clock-set');
  return { storeId, simulated, time: (set?.data as { time: string } | undefined)?.time, revision: events.length - 1 };
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
export async function ensureOrigin(log: EventLog, clock: Clock, setTo?: string): Promise<Origin> {
  const standing = originOf(await log.readStream(LOG_STREAM));
  if (standing !== undefined) return setTo === undefined ? standing : setClock(log, standing, setTo);
  const data = { storeId: randomUUID(), simulated: setTo !== undefined };
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
  return ensureOrigin(log, clock, setTo);
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
