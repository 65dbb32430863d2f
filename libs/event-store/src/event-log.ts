import {
  canonicalJson,
  derivedId,
  Latest,
  Refusal,
  type Actor,
  type Evolving,
  type Json,
  type Position,
  type Proposed,
  type Recorded,
} from '#kernel';
import { conditionOf } from './away.js';
import type { Clock } from './clock.js';
import { isConflict } from './conflict.js';
import { reused } from './earlier-run.js';
import type { Appended, CommandMetadata, EventLog, RecordedPage } from './log.js';
import type {
  AppendOptions,
  AppendResult,
  EventFilter,
  EventStore,
  ExpectedRevision,
  NewEvent,
  StoredEvent,
  Subscription,
} from './port.js';
import type { EventRegistry } from './registry.js';
import { commandReserved, commandStream } from './reserved-commands.js';

interface StoredMetadata {
  readonly actor: Actor;
  readonly commandId: string;
  readonly commandHash: string;
  readonly correlationId: string;
  readonly causationId: string;
}

/**
 * The typed log over any store.
 * @param options.kept how many events are kept as they were read last: for several readers of the same events, one shortly after the other
 */
export function createEventLog(store: EventStore, registry: EventRegistry, clock: Clock, { kept = 0 } = {}): EventLog {
  const recorded = kept > 0 ? keeping(kept, registry) : (event: StoredEvent): Recorded => toRecorded(event, registry);
  return {
    // Does not wait by itself: the events as they were given need not lie in memory until the store has answered.
    append: async (stream, expected: ExpectedRevision, events: readonly Proposed[], metadata: CommandMetadata, options?: AppendOptions) => {
      const stored = toStored(events, metadata, registry, clock.now());
      const { actor } = metadata;
      if (metadata.keyed === true && store.knowsAllIds !== true) await reserveId(store, stream, metadata, stored);
      return store.append(stream, expected, stored, options).then((result) => toAppended(result, stored, actor), refusedOf);
    },
    readStream: async (stream, options) => (await store.readStream(stream, options)).map(recorded),
    readAll: async (options): Promise<RecordedPage> => {
      const page = await store.readAll(options);
      return { ...page, events: page.events.map(recorded) };
    },
    head: () => store.head(),
    condition: () => conditionOf(store),
    subscribe: (
      options: { after?: Position; filter?: EventFilter; batchSize?: number },
      handler: (events: readonly Recorded[], position: Position) => Promise<void> | void,
    ): Subscription => store.subscribe(options, (events, position) => handler(events.map(recorded), position)),
  };
}

/**
 * The id of an event: the same command again writes the same ids. Its stream is no part of it, so that a command which is used again for
 * something else meets its own ids, and is refused by every store that knows all ids. @param index its place within the append
 */
export function eventIdOf(commandId: string, index: number): string {
  return derivedId(commandId, String(index));
}

/**
 * Where a store does not know all ids, what a command from a key is used for is appended to a stream of its own first: of two that go to other
 * streams, or say something else, one finds it taken, at whatever moment. The same again, as after a process that died between the two, is the
 * same append, which the store answers as the first.
 * @throws Refusal `invalid`/`command-reused`
 */
async function reserveId(store: EventStore, stream: string, metadata: CommandMetadata, [first]: readonly NewEvent[]): Promise<void> {
  // Without an event there is no append: the store says so.
  if (first === undefined) return;
  const { commandId, commandHash } = metadata;
  const { type, version } = commandReserved;
  const id = derivedId(commandId, 'reserved', stream, commandHash);
  const event = { ...first, id, type, version, data: canonicalJson({ stream }) };
  await store.append(commandStream(commandId), 'no-stream', [event]).catch((error: unknown) => {
    throw isConflict(error) ? reused() : error;
  });
}

/** Ids derive from the command's, so one that stands in another stream was written by this very command there. */
function refusedOf(error: unknown): never {
  throw error instanceof Refusal && error.code === 'duplicate-event-id' ? reused() : error;
}

function toStored(
  events: readonly Proposed[],
  { actor, commandId, commandHash, correlationId, causationId }: CommandMetadata,
  registry: EventRegistry,
  time: string,
): NewEvent[] {
  const metadata = canonicalJson({ actor: { ...actor }, causationId, commandHash, commandId, correlationId });
  return events.map(({ type, data }, index) => ({
    id: eventIdOf(commandId, index),
    type,
    version: registry.check(type, data),
    time,
    data: canonicalJson(data as Json),
    metadata,
  }));
}

function toAppended(result: AppendResult, stored: readonly NewEvent[], actor: Actor): Appended {
  const events = () =>
    stored.map(({ id, type, time, data }, index): Evolving => {
      const revision = result.revision - stored.length + 1 + index;
      return { id, type, time, actor, revision, data: JSON.parse(data) as unknown };
    });
  return { ...result, events: result.repeated ? () => [] : events };
}

/** An event never changes, so what was made of it once serves all readers. */
function keeping(kept: number, registry: EventRegistry): (event: StoredEvent) => Recorded {
  const known = new Latest<Position, Recorded>(kept);
  return (event) => {
    const before = known.get(event.position);
    if (before !== undefined) return before;
    const made = toRecorded(event, registry);
    known.set(event.position, made);
    return made;
  };
}

/** What was read of the last metadata: all events of one append bear the same, and mostly follow each other. */
let last: { readonly text: string; readonly metadata: StoredMetadata } | undefined;

function metadataOf(text: string): StoredMetadata {
  if (last?.text !== text) last = { text, metadata: JSON.parse(text) as StoredMetadata };
  return last.metadata;
}

function toRecorded(event: StoredEvent, registry: EventRegistry): Recorded {
  const { version, data } = registry.read(event);
  const metadata = metadataOf(event.metadata);
  return {
    position: event.position,
    id: event.id,
    type: event.type,
    version,
    stream: event.stream,
    revision: event.revision,
    time: event.time,
    ...metadata,
    data,
  };
}
