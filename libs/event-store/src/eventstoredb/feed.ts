import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { START, type AllStreamResolvedEvent, type AllStreamSubscription, type EventStoreDBClient } from '@eventstore/db-client';
import type { Position } from '#kernel';
import type { Connection } from './connection.js';
import type { ServerFilter } from './names.js';
import { BEFORE_ALL, toLogPosition, toPosition, type LogPosition } from './positions.js';
import { Dropped } from './verdict.js';

/** What a reading of the whole log brings, in the order in which the server said it. */
export type Heard =
  | { readonly kind: 'event'; readonly event: NonNullable<AllStreamResolvedEvent['event']> }
  /** The server has looked at everything up to here. */
  | { readonly kind: 'checkpoint'; readonly position: Position }
  /** Everything that stood in the log when the reading began has been said. */
  | { readonly kind: 'caught-up' };

/** How many events the server looks at between two checkpoints. */
const WINDOW = 500;

/** A batch that is not full waits so long for more, in milliseconds: while the log is caught up with, large batches are what makes it fast. */
const LINGER = 5;

/**
 * Takes what a stream of the client brings, at the reader's pace. The client says the end of a stream in four ways: `error` without `end` when
 * the server dies, `end` without `error` when the server closes, `close` after a cancellation, and nothing when the server hangs. Here it
 * is: undefined at a clean end, an exception for everything else.
 */
export class Feed<Item> {
  private failure?: Error;
  private ended = false;
  private wake: () => void = () => undefined;

  constructor(
    private readonly stream: Readable,
    private readonly convert: (raw: unknown) => Item | undefined,
    private readonly cancel: () => Promise<void>,
    private readonly idle: number,
  ) {
    stream.on('readable', () => this.wake());
    stream.on('end', () => this.end());
    stream.on('close', () => this.end());
    stream.on('error', (error: Error) => {
      this.failure ??= error;
      this.wake();
    });
  }

  /**
   * At least one item and at most `limit`; undefined when the stream has ended.
   * @throws Dropped `silent` if nothing comes for too long (the next call waits on), what the client says of a broken connection
   */
  async take(limit: number, { linger = false } = {}): Promise<Item[] | undefined> {
    for (;;) {
      const items = this.buffered(limit);
      if (items.length > 0) return linger && items.length < limit ? [...items, ...(await this.more(limit - items.length))] : items;
      if (this.failure !== undefined) throw this.failure;
      if (this.ended) return undefined;
      await this.changed();
    }
  }

  /** No more is wanted. Whoever waits gets the end. */
  close(): void {
    this.end();
    // A connection that never stood has nothing to cancel.
    this.cancel().catch(() => undefined);
    this.stream.destroy();
  }

  private async more(limit: number): Promise<Item[]> {
    await delay(LINGER);
    return this.buffered(limit);
  }

  private buffered(limit: number): Item[] {
    const items: Item[] = [];
    while (items.length < limit) {
      const raw = this.stream.read() as unknown;
      if (raw === null) break;
      const item = this.convert(raw);
      if (item !== undefined) items.push(item);
    }
    return items;
  }

  private end(): void {
    this.ended = true;
    this.wake();
  }

  private changed(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Dropped('silent')), this.idle);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** A reading of the client that ends by itself. */
export function feedFrom<Item>(
  reading: { cancel(): Promise<void> },
  convert: (raw: unknown) => Item | undefined,
  idle: number,
): Feed<Item> {
  // The client brings types of Node of its own.
  return new Feed(reading as unknown as Readable, convert, () => reading.cancel(), idle);
}

/**
 * Reads the whole log after a position, then goes on live. Checkpoints and the moment of having caught up come in the same line as the
 * events: the client calls back for them up to sixteen events before the reader has got there.
 */
export function feedOf(
  client: EventStoreDBClient,
  { options }: Connection,
  { after, filter, idle, ahead }: { after?: Position; filter: ServerFilter; idle: number; ahead: number },
): Feed<Heard> {
  const put = (heard: Heard): void => {
    // Never throws, whatever has become of the stream: the client awaits this inside its own transformation.
    if (!stream.destroyed) stream.push(heard);
  };
  const subscription: AllStreamSubscription = client.subscribeToAll(
    {
      ...options,
      fromPosition: after === undefined || after === BEFORE_ALL ? START : toLogPosition(after),
      filter: {
        ...filter,
        maxSearchWindow: WINDOW,
        checkpointInterval: 1,
        checkpointReached: (_, position: LogPosition) => put({ kind: 'checkpoint', position: toPosition(position) }),
      },
    },
    { highWaterMark: ahead },
  );
  // The client brings types of Node of its own.
  const stream = subscription as unknown as Readable;
  subscription.on('caughtUp', () => put({ kind: 'caught-up' }));
  return new Feed(stream, toHeard, () => subscription.unsubscribe(), idle);
}

/** What lies in the stream: markers of ours among what the client puts there. */
function toHeard(raw: unknown): Heard | undefined {
  const item = raw as Heard | AllStreamResolvedEvent;
  if ('kind' in item) return item;
  return item.event === undefined ? undefined : { kind: 'event', event: item.event };
}
