import { BACKWARDS, END, type AllStreamResolvedEvent } from '@eventstore/db-client';
import type { Position } from '#kernel';
import type { Connection } from './connection.js';
import { feedFrom, feedOf, type Heard } from './feed.js';
import type { Names } from './names.js';
import { BEFORE_ALL, toPosition } from './positions.js';
import { Dropped } from './verdict.js';

/** How many events are looked at from the end of the database, one step after the other, before the server is asked to leave out those of others. */
const STEPS = [1, 16];
/** How many events are taken from the client at once. */
const CHUNK = 512;

/** What was found going back from the end of the database. */
interface Backwards {
  /** The last event of ours. */
  readonly own: Position | undefined;
  /** The last event of anybody; undefined: the database is empty, or a server that shuts down says so. */
  readonly newest: Position | undefined;
  /** The first that was looked at. */
  readonly oldest: Position | undefined;
}

/**
 * Knows where the log ends in a database that others write to as well, the server itself among them. It remembers how far it has looked, so
 * that what others write is looked at once and not at every question.
 */
export class LogEnd {
  private last?: Position;
  /** No event of ours stands between the last one that was seen and here. */
  private looked: Position = BEFORE_ALL;

  constructor(
    private readonly connection: Connection,
    private readonly names: Names,
    private readonly idle: number,
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
   * The position of the last event of ours; {@link BEFORE_ALL} if there is none. One attempt.
   * @throws Dropped `vanished` if the database ends before what was seen
   */
  async find(): Promise<Position> {
    // As it was before anything is asked: meanwhile more may be appended, and seen.
    const [seen, looked] = [this.last ?? BEFORE_ALL, this.looked];
    let { own, newest = BEFORE_ALL } = await this.lookBack(looked);
    // Others may have lost something that we had not.
    if (newest < looked) ({ own, newest = BEFORE_ALL } = await this.fromBothEnds((await this.backwards(1)).newest));
    if (newest < seen || (own !== undefined && own < seen)) throw new Dropped('vanished');
    if (own !== undefined) this.note(own);
    this.looked = newest;
    return this.last ?? BEFORE_ALL;
  }

  /** Looks at everything behind a place. */
  private async lookBack(looked: Position): Promise<Backwards> {
    for (const count of STEPS) {
      const found = await this.backwards(count);
      if (found.own !== undefined || (found.oldest ?? BEFORE_ALL) <= looked) return found;
    }
    const { newest } = await this.backwards(1);
    if (looked !== BEFORE_ALL) return { own: await this.forwards(looked), newest, oldest: looked };
    return this.fromBothEnds(newest);
  }

  /** Whoever has looked nowhere yet does not know which way is shorter: back over what others wrote, or through all of this log. */
  private async fromBothEnds(newest: Position | undefined): Promise<Backwards> {
    const over = new AbortController();
    try {
      const forwards = this.forwards(BEFORE_ALL, over.signal).then((own) => ({ own, newest, oldest: BEFORE_ALL }));
      return await Promise.any([forwards, this.backwards(undefined, over.signal)]);
    } catch (error) {
      throw error instanceof AggregateError ? error.errors[0] : error;
    } finally {
      over.abort();
    }
  }

  /** Goes back from the end to an event of ours. @param count how far; absent: to the beginning */
  private backwards(count?: number, over?: AbortSignal): Promise<Backwards> {
    return this.connection.use(async (client) => {
      const reading = client.readAll({
        ...this.connection.options,
        direction: BACKWARDS,
        fromPosition: END,
        ...(count !== undefined && { maxCount: count }),
      });
      const feed = feedFrom(reading, (raw) => (raw as AllStreamResolvedEvent).event, this.idle);
      over?.addEventListener('abort', () => feed.close());
      let [newest, oldest]: [Position | undefined, Position | undefined] = [undefined, undefined];
      try {
        for (let part = await feed.take(CHUNK); part !== undefined; part = await feed.take(CHUNK)) {
          const own = part.find(({ streamId }) => this.names.ours(streamId) !== undefined);
          const [first, last] = [part[0], part.at(-1)];
          newest ??= first && toPosition(first.position);
          oldest = last && toPosition(last.position);
          if (own !== undefined) return { own: toPosition(own.position), newest, oldest };
        }
        // Ended by somebody else, it has not seen everything.
        over?.throwIfAborted();
        return { own: undefined, newest, oldest };
      } finally {
        feed.close();
      }
    });
  }

  /** The last event of ours behind a place, as far as the log goes now; the server leaves out those of others. */
  private forwards(after: Position, over?: AbortSignal): Promise<Position | undefined> {
    return this.connection.use(async (client) => {
      const feed = feedOf(client, this.connection, { after, filter: this.names.everything(), idle: this.idle, ahead: CHUNK });
      over?.addEventListener('abort', () => feed.close());
      let own: Position | undefined;
      try {
        for (;;) {
          const batch = await feed.take(CHUNK);
          over?.throwIfAborted();
          if (batch === undefined) throw new Dropped('ended');
          own = batch.reduce((last, item) => this.ownPosition(item, after) ?? last, own);
          if (batch.some(({ kind }) => kind === 'caught-up')) return own;
        }
      } finally {
        feed.close();
      }
    });
  }

  private ownPosition(item: Heard, after: Position): Position | undefined {
    if (item.kind !== 'event' || this.names.ours(item.event.streamId) === undefined) return undefined;
    const position = toPosition(item.event.position);
    return position > after ? position : undefined;
  }
}
