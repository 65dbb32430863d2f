import { join } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { asDiskFull, isDiskFull, privateDirectory } from '#disk';
import { Refusal } from '#kernel';
import { createEventLog, EventRegistry, openEventStore, simulatedClock, systemClock } from '#event-store';
import type { Clock, EventDefinition, EventLog, EventStore, EventStoreAddress } from '#event-store';
import { openReadStore, ProjectionRunner, WorkerBuilder, type ReadStore, type ReadStoreAddress, type RunnerOptions } from '#projections';
import { SqliteSealer, type Sealer } from '#protection';
import type { Configuration } from './configuration.js';
import { platformEvents } from './log-events.js';
import { ensureOrigin, utcTime, type Origin } from './simulation.js';

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
  const { events, clock: setTo, rebuildWorker, writer } = options;
  const directory = configuration.dataDirectory;
  await privateDirectory(directory).catch((error: NodeJS.ErrnoException) => {
    if (isDiskFull(error)) throw asDiskFull(error);
    throw new Refusal('invalid', 'data-directory-unusable', { params: { code: error.code ?? '' } });
  });
  const places = placesOf(configuration);
  const store = await openEventStore(places.eventStore, places.log, writer);
  const registry = new EventRegistry([...platformEvents, ...events]);
  const real = systemClock();
  const setTime = setTo === undefined ? undefined : utcTime(setTo);
  // In a simulated directory no event is of the real time, not even the first: it would be later than everything that follows.
  const beginning = setTime === undefined ? real : simulatedClock(setTime);
  const origin = await ensureOrigin(createEventLog(store, registry, beginning), beginning, setTime);
  const clock = origin.simulated && origin.time !== undefined ? simulatedClock(origin.time) : real;
  const log = createEventLog(store, registry, clock);
  const sealer = SqliteSealer.open(join(directory, 'keys.db'));
  const readStore = await openReadStore(places.readStore, places.views);
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
