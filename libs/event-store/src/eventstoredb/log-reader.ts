import { UnknownError, type AllStreamResolvedEvent } from '@eventstore/db-client';
import { Refusal, type Position } from '#kernel';
import { matches } from '../matches.js';
import type { EventFilter, Page, ReadAllOptions, StoredEvent } from '../port.js';
import { decoded } from './codec.js';
import type { Connection } from './connection.js';
import type { Contact } from './contact.js';
import { feedFrom, feedOf, type Feed, type Heard } from './feed.js';
import { LogEnd } from './log-end.js';
import type { Names, ServerFilter } from './names.js';
import { persist, type GivenUp } from './persist.js';
import { BEFORE_ALL, NOWHERE, toLogPosition } from './positions.js';
import { Slots } from './slots.js';
import { unreachable } from './stream-reader.js';
import { Dropped, verdictOn } from './verdict.js';

const READS = 8;

/** How many checkpoints one page goes through at most: a sparse filter pages on instead of scanning the log at once. */
const CHECKPOINTS = 40;

/** How many events are taken from the client at once. */
const CHUNK = 512;

/** What a batch of a feed comes to for somebody who wants what matches a filter. */
export interface Digest {
  readonly events: readonly StoredEvent[];
  /** Everything of ours up to here has been looked at; undefined if the batch says nothing about that. */
  readonly position: Position | undefined;
  readonly checkpoints: number;
  /** Everything up to where somebody wants to know of has been looked at: the server is among what others wrote behind it, or at the end. */
  readonly through: boolean;
  readonly caughtUp: boolean;
}

/**
 * Reads the log of all streams. Every position that is given out is that of an event of ours, or lies before one: the server's own events
 * go on in the same log, and a position among them would be past the end of ours.
 */
export class LogReader {
  private readonly slots = new Slots(READS);
  private readonly end: LogEnd;
  private first?: StoredEvent;
  /** The connection on which it was seen last that this is the log. */
  private known = -1;
  private looking?: Promise<void>;

  constructor(
    private readonly connection: Connection,
    private readonly names: Names,
    readonly contact: Contact,
  ) {
    this.end = new LogEnd(connection, names, contact.patience.idle);
  }

  /** The highest position of an event of ours that this process has seen; undefined before the first. */
  get seen(): Position | undefined {
    return this.end.seen;
  }

  /** An event of ours stands here. */
  note(position: Position): void {
    this.end.note(position);
  }

  /**
   * The position of the last event of ours; {@link BEFORE_ALL} if there is none. Never before what this process has seen: a server that is shutting
   * down may end a read as if there were no more (23.10), and somebody who reads to the end would take that for the end.
   * @throws Refusal `unavailable`/`log-unreachable`, `unavailable`/`log-replaced` if what was seen stays away
   */
  async head(signal?: AbortSignal): Promise<Position> {
    return this.ask(() => this.end.find(), signal);
  }

  /** @throws Refusal `unavailable`/`log-unreachable`, `invalid`/`wrong-position`, `unreadable`/`foreign-event` */
  async page(options: ReadAllOptions, signal?: AbortSignal): Promise<Page> {
    const { after = BEFORE_ALL } = options;
    toLogPosition(after);
    // Asked before the page: what is appended in between is left for the next one.
    const head = await this.head(signal);
    if (after >= head) return { events: [], position: after, end: true };
    return this.ask(() => this.pageTo(head, { ...options, after }), signal);
  }

  /**
   * Checks that the database still holds the log that was read: the same first event, and no end before what was seen (see {@link head}). A
   * server that is asked to go on after its end says nothing and passes over what is written there (24.10).
   * @throws Refusal `unavailable`/`log-replaced`, `unavailable`/`log-unreachable`
   */
  async confirm(signal?: AbortSignal): Promise<void> {
    if (this.first === undefined) [this.first] = (await this.page({ limit: 1 }, signal)).events;
    else await this.ask(() => this.look(), signal);
  }

  /**
   * As {@link confirm}, in one attempt, and only if the connection is another than when this was last done: before anything is written.
   * @throws Refusal `unavailable`/`log-replaced`, Dropped, what the client throws
   */
  async confirmed(): Promise<void> {
    while (this.known !== this.connection.session) await (this.looking ??= this.look().finally(() => (this.looking = undefined)));
  }

  /** Tells what a position that the server does not know means: that another log was put in the place of this one. */
  notTheLog(): Refusal {
    return this.contact.notTheLog();
  }

  private async look(): Promise<void> {
    const { session } = this.connection;
    const { first } = this;
    if (first !== undefined && (await this.idAt(first.position)) !== first.id) throw this.contact.notTheLog();
    await this.end.find();
    this.known = session;
  }

  private ask<Result>(attempt: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    const { contact } = this;
    const refusal = (how: GivenUp) => (how.reason === 'vanished' ? contact.notTheLog() : unreachable(how));
    const since = performance.now();
    return this.slots.run(() => persist(contact, attempt, { refusal, since, signal }));
  }

  /** Opens a feed of everything the server lets through a filter. */
  open<Result>(
    after: Position | undefined,
    filter: ServerFilter,
    ahead: number,
    work: (feed: Feed<Heard>) => Promise<Result>,
  ): Promise<Result> {
    return this.connection.use(async (client) => {
      const feed = feedOf(client, this.connection, { after, filter, ahead, idle: this.contact.patience.idle });
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
    const checkpoints = batch.filter((item) => item.kind === 'checkpoint');
    const caughtUp = batch.some(({ kind }) => kind === 'caught-up');
    const through = caughtUp || checkpoints.some((item) => item.position > upTo && item.position !== NOWHERE);
    return { events, position, checkpoints: checkpoints.length, caughtUp, through };
  }

  private ours(event: NonNullable<AllStreamResolvedEvent['event']>): StoredEvent | undefined {
    const stream = this.names.ours(event.streamId);
    if (stream === undefined) return undefined;
    if (this.names.contradicts(event.streamId)) throw logShared();
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
        if (digest.through || (looked ?? '') >= head) return { events, position: head, end: true };
        if (events.length >= limit || checkpoints >= CHECKPOINTS) return { events, position: looked ?? BEFORE_ALL, end: false };
      }
    });
  }

  /** The id of the event that stands at a position, or of the next one. @throws Dropped `vanished` if there is none */
  private idAt(position: Position): Promise<string> {
    return this.connection.use(async (client) => {
      const reading = client.readAll({ ...this.connection.options, fromPosition: toLogPosition(position), maxCount: 1 });
      const feed = feedFrom(reading, (raw) => (raw as AllStreamResolvedEvent).event, this.contact.patience.idle);
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
}

/** @returns Refusal `unavailable`/`log-shared` */
export function logShared(): Refusal {
  return new Refusal('unavailable', 'log-shared');
}
