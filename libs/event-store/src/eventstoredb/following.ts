import { setTimeout as delay } from 'node:timers/promises';
import { Refusal, type Position } from '#kernel';
import type { StoredEvent, SubscribeOptions, Subscription } from '../port.js';
import type { Feed, Heard } from './feed.js';
import type { Digest, LogReader } from './log-reader.js';
import type { Names } from './names.js';
import { Pauses, type Patience } from './patience.js';
import { BEFORE_ALL } from './positions.js';
import { Dropped, verdictOn } from './verdict.js';

const BATCH = 500;

/** Bounds of the pauses before a lost subscription is taken up again, in milliseconds. */
const RECONNECT: Patience['pauses'] = [50, 1_000];

/** What a server says of a place at which no event begins. */
const INSIDE_AN_EVENT: readonly string[] = ['status-3', 'invalid-argument'];

type Handler = (events: readonly StoredEvent[], position: Position) => Promise<void> | void;

/** What a handler threw is no fault of the connection. */
class HandlerFailed extends Error {
  constructor(override readonly cause: unknown) {
    super('handler failed');
  }
}

/**
 * One subscription, whatever becomes of its connections: it goes on after the last batch that the handler finished. It catches up with the
 * server's filter as far as that goes, then follows everything of this log live and filters here: an event that the filter leaves out moves the
 * position on at once, which a server that filters says only every few hundred events, and who waits for a position would wait for that.
 *
 * The next batch is taken when the handler has finished the one before; the server stops sending meanwhile. One that falls behind live events is
 * thrown off by a 23.10 server after some thirty of them ("Consumer too slow", ABORTED) and catches up again.
 */
export class Following implements Subscription {
  readonly done: Promise<void>;
  private readonly stopping = new AbortController();
  private readonly pauses = new Pauses(RECONNECT);
  private readonly batch: number;
  private feed?: Feed<Heard>;
  private reached?: Position;

  constructor(
    private readonly log: LogReader,
    private readonly names: Names,
    private readonly options: SubscribeOptions,
    private readonly handler: Handler,
  ) {
    this.batch = options.batchSize ?? BATCH;
    this.reached = options.after === BEFORE_ALL ? undefined : options.after;
    this.done = this.run();
    // Whoever looks at `done` gets the error; nobody looking must not end the process.
    this.done.catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.feed?.close();
    await this.done.catch(() => undefined);
  }

  private get stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    for (let again = false; !this.stopped; again = true) {
      try {
        if (again) await this.log.confirm(signal);
        await this.catchUp();
        await this.live();
      } catch (error) {
        if (error instanceof HandlerFailed) throw error.cause;
        if (this.stopped) return;
        this.mustGoOn(error);
        await delay(this.pauses.next(), undefined, { signal }).catch(() => undefined);
        // However long the server is away: whoever follows goes on when it is back.
        await this.log.contact.back(signal);
      }
    }
  }

  /** @throws what will never be right again: an event that is not ours, another log */
  private mustGoOn(error: unknown): void {
    const verdict = verdictOn(error);
    if (verdict.again) return;
    if (!(verdict.error instanceof Refusal)) throw verdict.error;
    const { kind, code, params } = verdict.error;
    // A place that lies inside an event of another log (24.10: INVALID_ARGUMENT).
    if (code === 'log-unusable' && INSIDE_AN_EVENT.includes(String(params.reason))) throw this.log.notTheLog();
    if (kind !== 'unavailable' || code === 'log-replaced') throw verdict.error;
  }

  /** Up to where the log ended when this began. Without a filter, following live does the same. */
  private async catchUp(): Promise<void> {
    const { filter } = this.options;
    if (filter?.streamPrefixes === undefined && filter?.types === undefined) return;
    const head = await this.log.head(this.stopping.signal);
    if ((this.reached ?? BEFORE_ALL) >= head || this.stopped) return;
    await this.log.open(this.reached, this.names.narrowed(filter), this.batch, async (feed) => {
      this.feed = feed;
      for (;;) {
        const digest = await this.next(feed, head, true);
        if (digest === undefined) return;
        await this.deliver(digest.events, digest.position ?? this.reached);
        if (!digest.through && (this.reached ?? BEFORE_ALL) < head) continue;
        if ((this.reached ?? BEFORE_ALL) < head) await this.deliver([], head);
        return;
      }
    });
  }

  private async live(): Promise<void> {
    if (this.stopped) return;
    await this.log.open(this.reached, this.names.everything(), this.batch, async (feed) => {
      this.feed = feed;
      for (let caughtUp = false; ;) {
        const digest = await this.next(feed, BEFORE_ALL, !caughtUp);
        if (digest === undefined) return;
        caughtUp ||= digest.caughtUp;
        await this.deliver(digest.events, digest.position ?? this.reached);
      }
    });
  }

  /** The next batch; undefined after {@link stop}. @throws Dropped when the server has ended it, or is silent while its log goes on */
  private async next(feed: Feed<Heard>, upTo: Position, linger: boolean): Promise<Digest | undefined> {
    for (;;) {
      if (this.stopped) return undefined;
      try {
        const batch = await feed.take(this.batch, { linger });
        if (this.stopped) return undefined;
        if (batch === undefined) throw new Dropped('ended');
        return this.log.digest(batch, this.options.filter, this.reached, upTo);
      } catch (error) {
        if (!(error instanceof Dropped) || error.reason !== 'silent') throw error;
        // Silence is what a log sounds like to which nobody appends: the end of the log tells which it is.
        if ((await this.log.head(this.stopping.signal)) > (this.reached ?? BEFORE_ALL)) throw new Dropped('stalled');
      }
    }
  }

  private async deliver(events: readonly StoredEvent[], position: Position | undefined): Promise<void> {
    if (position === undefined || (position === this.reached && events.length === 0)) return;
    try {
      await this.handler(events, position);
    } catch (error) {
      throw new HandlerFailed(error);
    }
    this.reached = position;
    if (events.length > 0) this.pauses.reset();
  }
}
