import { join } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { asDiskFull, isDiskFull, privateDirectory } from '#disk';
import { Refusal } from '#kernel';
import { createEventLog, EventRegistry, openEventStore, simulatedClock, systemClock } from '#event-store';
import type { Clock, EventDefinition, EventLog, EventStore, EventStoreAddress } from '#event-store';
import {
  identityOf,
  openReadStore,
  ProjectionRunner,
  WorkerBuilder,
  type ReadStore,
  type ReadStoreAddress,
  type RunnerOptions,
} from '#projections';
import type { Sealer } from '#protection';
import type { Configuration } from './configuration.js';
import { openKeys, type SealedValues } from './key-store.js';
import { KnownLog } from './known-log.js';
import { platformEvents } from './log-events.js';
import { adoptKeys, ensureOrigin, readOrigin, renewOrigin, utcTime, type Origin } from './simulation.js';

/** Everything that capabilities need from outside, opened on one data directory. */
export interface Runtime {
  readonly configuration: Configuration;
  readonly store: EventStore;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly sealer: Sealer;
  readonly readStore: ReadStore;
  readonly runner: ProjectionRunner;
  readonly origin: Origin;
  close(): Promise<void>;
}

export interface RuntimeOptions {
  /** What every room writes. */
  readonly events: readonly EventDefinition[];
  /** Sets the simulated clock, ISO 8601 with a zone; absent: whatever the directory says. */
  readonly clock?: string;
  /** Finds a value that the log's keys have sealed; absent: what is in the log says nothing about its keys. */
  readonly sealed?: SealedValues;
  /** Why a log that was set back goes on: it gets a new name, and its views are made anew by whoever asks for it. */
  readonly renew?: string;
  /** The worker that builds views anew, a script that calls `buildInWorker`; its data is {@link Places}. Absent: this thread does. */
  readonly rebuildWorker?: URL;
  /** Who keeps the views up with the log, if it is not this thread. */
  readonly views?: Pick<RunnerOptions, 'applies' | 'hurry'>;
  /** For a thread beside one that has opened the directory: what its log's {@link EventStore.shareWriter} has answered. */
  readonly writer?: MessagePort;
}

/** Where log and views are: what a worker is given that opens them by itself. */
export interface Places {
  readonly eventStore: EventStoreAddress;
  /** File of the log, if it is the embedded one. */
  readonly log: string;
  readonly readStore: ReadStoreAddress;
  /** Directory of the views, if they are embedded. */
  readonly views: string;
}

/** @throws Refusal `unavailable`/`log-behind-views` if a view has taken what the log does not hold any more */
async function mustNotBeBehind(log: EventLog, readStore: ReadStore): Promise<void> {
  const furthest = await readStore.furthest((await identityOf(log)).firstEventId ?? '');
  const head = await log.head();
  if (furthest === undefined || furthest.position.length !== head.length || furthest.position <= head) return;
  throw new Refusal('unavailable', 'log-behind-views', { params: { ...furthest, head } });
}

/** Where log and views of a configuration are. */
export function placesOf({ dataDirectory, eventStore, readStore }: Configuration): Places {
  return {
    eventStore: eventStore ?? { kind: 'sqlite' },
    log: join(dataDirectory, 'log.db'),
    readStore: readStore ?? { kind: 'sqlite' },
    views: join(dataDirectory, 'views'),
  };
}

/**
 * Opens a data directory: makes it if it is new, takes it from everybody else if it is not, opens log, keys and views, and takes the clock that the log was begun with.
 * @throws Refusal `invalid`/`data-directory-unusable`, what {@link ensureOrigin} refuses, and what the adapters refuse
 */
export async function openRuntime(configuration: Configuration, options: RuntimeOptions): Promise<Runtime> {
  const { writer } = options;
  const directory = configuration.dataDirectory;
  await privateDirectory(directory).catch((error: NodeJS.ErrnoException) => {
    if (isDiskFull(error)) throw asDiskFull(error);
    throw new Refusal('invalid', 'data-directory-unusable', { params: { code: error.code ?? '' } });
  });
  const places = placesOf(configuration);
  const store = await openEventStore(places.eventStore, places.log, writer);
  const closing: Closing[] = [store];
  try {
    return await openOn(store, places, configuration, options, closing);
  } catch (error) {
    for (const opened of closing.reverse()) await opened.close();
    throw error;
  }
}

/** What was opened, and is closed again if something else cannot be. */
interface Closing {
  close(): Promise<void>;
}

async function openOn(
  store: EventStore,
  places: Places,
  configuration: Configuration,
  options: RuntimeOptions,
  closing: Closing[],
): Promise<Runtime> {
  const { events, clock: setTo, rebuildWorker, renew } = options;
  const directory = configuration.dataDirectory;
  const registry = new EventRegistry([...platformEvents, ...events]);
  const real = systemClock();
  const setTime = setTo === undefined ? undefined : utcTime(setTo);
  // In a simulated directory no event is of the real time, not even the first: it would be later than everything that follows.
  const beginning = setTime === undefined ? real : simulatedClock(setTime);
  const first = createEventLog(store, registry, beginning);
  // Nothing is written before it is known that this is the log, and these its keys.
  const known = new KnownLog(join(directory, 'log-known.json'));
  const standing = await readOrigin(first);
  if (renew === undefined) await known.mustBe(standing?.storeId);
  else if (standing === undefined) throw new Refusal('conflict', 'nothing-to-renew');
  const readStore = await openReadStore(places.readStore, places.views);
  closing.push(readStore);
  if (renew === undefined && standing !== undefined) await mustNotBeBehind(first, readStore);
  const sealer = await openKeys(join(directory, 'keys.db'), first, standing, options.sealed);
  closing.push(sealer);
  const adopted = await adoptKeys(first, await ensureOrigin(first, beginning, sealer.id, setTime), sealer.id);
  const origin = renew === undefined ? adopted : await renewOrigin(first, adopted, renew);
  await known.note(origin.storeId);
  const clock = origin.simulated && origin.time !== undefined ? simulatedClock(origin.time) : real;
  const log = createEventLog(store, registry, clock);
  const builder = rebuildWorker && new WorkerBuilder(rebuildWorker, places);
  const runner = new ProjectionRunner(log, readStore, { builder, ...options.views });
  return {
    configuration,
    store,
    log,
    clock,
    sealer,
    readStore,
    runner,
    origin,
    async close() {
      await runner.stop();
      await readStore.close();
      await sealer.close();
      await store.close();
    },
  };
}
