import { BACKWARDS, END, UnknownError, type AllStreamResolvedEvent } from '@eventstore/db-client';
import { Refusal, type Position } from '#kernel';
import { matches } from '../matches.js';
import type { EventFilter, Page, ReadAllOptions, StoredEvent } from '../port.js';
import { decoded } from './codec.js';
import type { Connection } from './connection.js';
import { feedFrom, feedOf, type Feed, type Heard } from './feed.js';
import type { Names, ServerFilter } from './names.js';
import type { Patience } from './patience.js';
import { persist, type GivenUp } from './persist.js';
import { BEFORE_ALL, toLogPosition, toPosition } from './positions.js';
import { Slots } from './slots.js';
import { unreachable } from './stream-reader.js';
import { Dropped, verdictOn } from './verdict.js';

const READS = 8;

/** How many checkpoints one page goes through at most: a sparse filter pages on instead of scanning the log at once. */
const CHECKPOINTS = 40;

/** How many events are looked at first for the last one of ours, and how many are taken from the client at once after that. */
const LAST = 8;
const CHUNK = 512;

/** What a batch of a feed comes to for somebody who wants what matches a filter. */
export interface Digest {
  readonly events: readonly StoredEvent[];
  /** Everything of ours up to here has been looked at; undefined if the batch says nothing about that. */
  readonly position: Position | undefined;
  readonly checkpoints: number;
  readonly caughtUp: boolean;
}

/**
 * Reads the log of all streams. Every position that is given out is that of an event of ours, or lies before one: the server's own events
 * go on in the same log, and a position among them would be past the end of ours.
 */
export class LogReader {
  private readonly slots = new Slots(READS);
  private last?: Position;
  private first?: StoredEvent;

  constructor(
    private readonly connection: Connection,
    private readonly names: Names,
    readonly patience: Patience,
  ) {}

  /** The highest position of an event of ours that this process has seen; undefined before the first. */
  get seen(): Position | undefined {
    return this.last;
  }

  /** An event of ours stands here. */
  note(position: Position): void {
    if (this.last === undefined || position > this.last) this.last = position;
  }

  /**
   * The position of the last event of ours; {@link BEFORE_ALL} if there is none. Never before what this process has seen: a server that is shutting
   * down may end a read as if there were no more (23.10), and somebody who reads to the end would take that for the end.
   * @throws Refusal `unavailable`/`log-unreachable`, `unavailable`/`log-replaced` if what was seen stays away
   */
  async head(signal?: AbortSignal): Promise<Position> {
    const seen = this.last ?? BEFORE_ALL;
    const find = async () => {
      const head = (await this.lastOf(LAST)) ?? (await this.lastOf()) ?? BEFORE_ALL;
      if (head < seen) throw new Dropped('vanished');
      return head;
    };
    return this.slots.run(() => persist(find, this.patience, replacedOrUnreachable, signal));
  }

  /** @throws Refusal `unavailable`/`log-unreachable`, `invalid`/`wrong-position`, `unreadable`/`foreign-event` */
  async page(options: ReadAllOptions, signal?: AbortSignal): Promise<Page> {
    const { after = BEFORE_ALL } = options;
    toLogPosition(after);
    // Asked before the page: what is appended in between is left for the next one.
    const head = await this.head(signal);
    if (after >= head) return { events: [], position: after, end: true };
    return this.slots.run(() => persist(() => this.pageTo(head, { ...options, after }), this.patience, unreachable, signal));
  }

  /**
   * Checks that the database still holds the log that was read: the same first event, and no end before what was seen (see {@link head}). A
   * server that is asked to go on after its end says nothing and passes over what is written there (24.10).
   * @throws Refusal `unavailable`/`log-replaced`, `unavailable`/`log-unreachable`
   */
  async confirm(signal?: AbortSignal): Promise<void> {
    const { first } = this;
    if (first === undefined) {
      [this.first] = (await this.page({ limit: 1 }, signal)).events;
      return;
    }
    const look = () => persist(() => this.idAt(first.position), this.patience, replacedOrUnreachable, signal);
    if ((await this.slots.run(look)) !== first.id) throw new Refusal('unavailable', 'log-replaced');
    await this.head(signal);
  }

  /** Opens a feed of everything the server lets through a filter. */
  open<Result>(
    after: Position | undefined,
    filter: ServerFilter,
    ahead: number,
    work: (feed: Feed<Heard>) => Promise<Result>,
  ): Promise<Result> {
    return this.connection.use(async (client) => {
      const feed = feedOf(client, this.connection, { after, filter, ahead, idle: this.patience.idle });
      try {
        return await work(feed);
      } finally {
        feed.close();
      }
    });
  }

  /**
   * Sorts a batch of a feed.
   * @param after what stands at or before this position has been had before
   * @param upTo checkpoints beyond this position are not given out: nothing says yet that ours will reach them
   */
  digest(batch: readonly Heard[], filter: EventFilter | undefined, after: Position | undefined, upTo: Position): Digest {
    const events: StoredEvent[] = [];
    let position: Position | undefined;
    for (const item of batch) {
      if (item.kind === 'checkpoint' && item.position <= upTo && item.position > (position ?? after ?? '')) position = item.position;
      const event = item.kind === 'event' ? this.ours(item.event) : undefined;
      if (event === undefined || event.position <= (after ?? '')) continue;
      position = event.position;
      if (matches(event, filter)) events.push(event);
    }
    const checkpoints = batch.filter(({ kind }) => kind === 'checkpoint').length;
    return { events, position, checkpoints, caughtUp: batch.some(({ kind }) => kind === 'caught-up') };
  }

  private ours(event: NonNullable<AllStreamResolvedEvent['event']>): StoredEvent | undefined {
    const stream = this.names.ours(event.streamId);
    if (stream === undefined) return undefined;
    const stored = decoded(event, stream);
    this.note(stored.position);
    return stored;
  }

  private pageTo(head: Position, { after, filter, limit }: ReadAllOptions): Promise<Page> {
    return this.open(after, this.names.narrowed(filter), Math.min(limit, CHUNK), async (feed) => {
      const events: StoredEvent[] = [];
      let looked = after;
      for (let checkpoints = 0; ;) {
        const batch = await feed.take(limit - events.length);
        if (batch === undefined) throw new Dropped('ended');
        const digest = this.digest(batch, filter, looked, head);
        events.push(...digest.events.filter(({ position }) => position <= head));
        looked = digest.position ?? looked;
        checkpoints += digest.checkpoints;
        if (digest.caughtUp || (looked ?? '') >= head) return { events, position: head, end: true };
        if (events.length >= limit || checkpoints >= CHECKPOINTS) return { events, position: looked ?? BEFORE_ALL, end: false };
      }
    });
  }

  /** The id of the event that stands at a position, or of the next one. @throws Dropped `vanished` if there is none */
  private idAt(position: Position): Promise<string> {
    return this.connection.use(async (client) => {
      const reading = client.readAll({ ...this.connection.options, fromPosition: toLogPosition(position), maxCount: 1 });
      const feed = feedFrom(reading, (raw) => (raw as AllStreamResolvedEvent).event, this.patience.idle);
      try {
        const [event] = (await feed.take(1)) ?? [];
        if (event === undefined) throw new Dropped('vanished');
        return event.id;
      } catch (error) {
        // A guess at what a server says of a position inside another event: "Unexpected ReadAllResult: Error".
        throw error instanceof UnknownError && !verdictOn(error).again ? new Dropped('vanished') : error;
      } finally {
        feed.close();
      }
    });
  }

  /** Goes back from the end to an event of ours. @param count how far, absent: to the beginning */
  private lastOf(count?: number): Promise<Position | undefined> {
    return this.connection.use(async (client) => {
      const reading = client.readAll({
        ...this.connection.options,
        direction: BACKWARDS,
        fromPosition: END,
        ...(count !== undefined && { maxCount: count }),
      });
      const feed = feedFrom(reading, (raw) => (raw as AllStreamResolvedEvent).event, this.patience.idle);
      try {
        for (let part = await feed.take(CHUNK); part !== undefined; part = await feed.take(CHUNK)) {
          const own = part.find(({ streamId }) => this.names.ours(streamId) !== undefined);
          if (own === undefined) continue;
          const position = toPosition(own.position);
          this.note(position);
          return position;
        }
        return undefined;
      } finally {
        feed.close();
      }
    });
  }
}

/** Given up because what had been seen stayed away, or for want of an answer. */
function replacedOrUnreachable(how: GivenUp): Refusal {
  return how.reason === 'vanished' ? new Refusal('unavailable', 'log-replaced') : unreachable(how);
}
