import type { MessagePort } from 'node:worker_threads';
import type { Position, Revision } from '#kernel';

/**
 * What a stream must look like for an append to happen: it does not exist, it ends at exactly this revision, or (only for side streams
 * in which order does not matter) anything.
 */
export type ExpectedRevision = 'no-stream' | 'any' | Revision;

/** An event on its way into a store. Data and metadata are canonical JSON and are stored byte for byte. */
export interface NewEvent {
  /** A UUID. The same ids appended again to the same place are answered as the first time. */
  readonly id: string;
  readonly type: string;
  readonly version: number;
  /** UTC with milliseconds. */
  readonly time: string;
  readonly data: string;
  readonly metadata: string;
}

/** An event as a store answers it. */
export interface StoredEvent extends NewEvent {
  readonly position: Position;
  readonly stream: string;
  readonly revision: Revision;
}

export interface AppendResult {
  /** The revision of the last event of this append. */
  readonly revision: Revision;
  /** The position of the last event of this append. */
  readonly position: Position;
  /**
   * True: these ids had been appended before, and nothing was written now. False: they were written now, or were written before by somebody whom
   * this store had not yet read: a store that answers a repeated append as the first one (EventStoreDB) is not asked again just to know.
   * Whoever must know finds an earlier run in the stream that it has read; what is appended under the same ids must be the same.
   */
  readonly repeated: boolean;
}

export interface AppendOptions {
  /**
   * One of very many that a job appends: it may wait some hundredths of a second for company, and those that nobody marks so go before it.
   * A store may pay no heed to this.
   */
  readonly unhurried?: boolean;
}

export interface ReadStreamOptions {
  /** First revision to answer (inclusive); reading backwards, the last one. */
  readonly from?: Revision;
  readonly limit?: number;
  readonly direction?: 'forwards' | 'backwards';
}

/** Both lists given: an event must match one of each. */
export interface EventFilter {
  /** A prefix ends with its separator: `record-`, not `record`. */
  readonly streamPrefixes?: readonly string[];
  readonly types?: readonly string[];
}

export interface ReadAllOptions {
  /** Exclusive; absent means from the beginning. */
  readonly after?: Position;
  readonly filter?: EventFilter;
  readonly limit: number;
}

export interface Page {
  readonly events: readonly StoredEvent[];
  /** Everything up to here was looked at, also what the filter left out: the place to go on from. */
  readonly position: Position;
  /** True if nothing lay behind `position` when the page was read. */
  readonly end: boolean;
}

export interface SubscribeOptions {
  readonly after?: Position;
  readonly filter?: EventFilter;
  /** How many events one call of the handler gets at most. */
  readonly batchSize?: number;
}

export interface Subscription {
  /** Settles when the subscription has ended: resolved after `stop`, rejected with what the handler or the store threw. */
  readonly done: Promise<void>;
  /** Waits for the handler that runs, then ends. No handler is called afterwards. */
  stop(): Promise<void>;
}

/** How a log stands, as far as this process knows. */
export type LogCondition =
  | { readonly state: 'answering' }
  /** The last try was in vain; it is tried again all the time. The reason is a word, never personal data. */
  | { readonly state: 'unreachable'; readonly reason: string }
  /** What is there is not the log that was read before. It is not used any more. */
  | { readonly state: 'replaced' };

/**
 * The log. Adapters stand beside each other and pass one contract suite (`testing/event-store.contract.ts`).
 *
 * Promises: an append is atomic, durable when answered, touches one stream and enforces its expected revision; no reader ever misses an
 * event that commits later with a smaller position; nothing is ever altered or deleted.
 */
export interface EventStore {
  /**
   * True: an id that stands anywhere else in the log is refused (`conflict`/`duplicate-event-id`). Absent: ids are compared only with those that
   * stand where an append would be written.
   */
  readonly knowsAllIds?: boolean;
  /**
   * Appends to one stream that one process asks for, all of them unhurried or none, are taken in the order of asking: whoever expects the
   * revision that their own last append will have left need not wait for its answer.
   *
   * @throws Refusal `conflict`/`wrong-expected-revision` (params `expected`, `actual`), `invalid`/`empty-append`,
   * `invalid`/`append-too-large` (over 1 MiB of data, metadata and type names together).
   */
  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[], options?: AppendOptions): Promise<AppendResult>;
  /** The stream's events in order; empty for a stream that does not exist. */
  readStream(stream: string, options?: ReadStreamOptions): Promise<readonly StoredEvent[]>;
  readAll(options: ReadAllOptions): Promise<Page>;
  /** The position of the last event; a position before all events if there is none. */
  head(): Promise<Position>;
  /**
   * Catches up, then goes on live, however long the log is away meanwhile: only what will never be right again ends it, a handler that throws, an
   * event that is not ours, a log that was replaced. The next batch is handed over only when the handler has finished
   * the one before; one may be read ahead.
   */
  subscribe(options: SubscribeOptions, handler: (events: readonly StoredEvent[], position: Position) => Promise<void> | void): Subscription;
  /**
   * Where one at a time writes: a way for another thread of this process to append in turn with this one, for the opening of the log there;
   * it is closed before this one. Undefined, or absent: a thread that opens the log by itself is in nobody's way.
   */
  shareWriter?(): MessagePort | undefined;
  /** How many appends it has been given here and has not answered; absent: it does not know. */
  unanswered?(): number;
  /** How the log stands; asks nobody. Absent: it is where this process is, and always answers. */
  condition?(): LogCondition;
  close(): Promise<void>;
}
