import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Refusal, type Position } from '#kernel';
import { isPassing, pagesOf, type EventFilter, type EventLog } from '#event-store';
import { checkedLimit } from '#projections';
import type { CloudEvent } from './cloud-event.js';
import { HeadWatch } from './head-watch.js';
import { cloudEventType, INTEGRATION_NAMES } from './integration-events.js';
import { RECORD_STREAMS } from './mapping.js';
import { Teller } from './teller.js';

/** The longest that a question for more waits, in seconds. */
export const MAX_WAIT = 60;

/** How many events of the log one question looks at at most: with a sparse filter a page may be short and the next one goes on. */
const LOOK_AT_MOST = 10_000;
/** How many events of the log one reconciliation looks at at most. */
const RECONCILE_AT_MOST = 100_000;
const BATCH = 1000;
/** How long a listener waits before the log is asked again that was away, in milliseconds. */
const TRY_AGAIN_MS = 500;

/** Streams of the log that are told of. */
export const FEED_FILTER: EventFilter = { streamPrefixes: [RECORD_STREAMS] };

/** A question to the feed. */
export interface FeedQuestion {
  /** Exclusive; absent: from the beginning. */
  readonly after?: Position;
  /** CloudEvents types (`cn.countersign.record-approved.v1`); absent or empty: all. */
  readonly types?: readonly string[];
  /** Events of a page, 1 to 1000; 100 by default. What one stored event tells is not parted, so a page of one may hold two. */
  readonly limit?: number;
}

export interface LiveOptions {
  readonly signal?: AbortSignal;
  readonly heartbeat?: number;
}

/** A page of the feed. */
export interface FeedPage {
  readonly events: readonly CloudEvent[];
  /** Everything up to here was looked at, also what the types left out: ask on after it. */
  readonly position: Position;
  /** True if nothing lay behind `position` when the page was read. */
  readonly end: boolean;
}

/** A range of positions: after one (exclusive), up to another (inclusive; absent: the log's end). */
export interface FeedRange {
  readonly after?: Position;
  readonly upTo?: Position;
  readonly types?: readonly string[];
}

/** What a consumer that has everything of a range has. */
export interface Reconciliation {
  readonly source: string;
  readonly after: Position;
  /** As far as this answer goes; before the end of a long range: ask on after it. */
  readonly upTo: Position;
  readonly complete: boolean;
  readonly count: number;
  /** SHA-256 over one line `<sequence> <id>\n` for each event of the range, in the feed's order; hexadecimal. */
  readonly hash: string;
}

/** The integration events of a log, in order, from any position without gap or repeat. */
export class Feed {
  private readonly watch: HeadWatch;
  private readonly closing = new AbortController();

  constructor(
    private readonly log: EventLog,
    /** The CloudEvents source of every event. */
    readonly source: string,
  ) {
    this.watch = new HeadWatch(log, FEED_FILTER);
  }

  /**
   * One page, as the log stands now.
   * @throws Refusal `invalid`/`wrong-limit`, `invalid`/`unknown-feed-type`, `invalid`/`wrong-feed-position`, `conflict`/`feed-position-ahead`,
   * and `unreadable` for an event that this program cannot tell of
   */
  async page({ after, types, limit: wanted }: FeedQuestion = {}): Promise<FeedPage> {
    const limit = checkedLimit(wanted);
    const teller = new Teller(this.log, this.source, { chosen: chosenTypes(types) });
    const events: CloudEvent[] = [];
    let position = await this.known(after);
    for (let looked = 0; looked < LOOK_AT_MOST;) {
      const page = await this.log.readAll({ ...afterOf(position), filter: FEED_FILTER, limit });
      looked += Math.max(page.events.length, 1);
      for (const event of page.events) {
        const told = await teller.tell(event);
        if (events.length > 0 && events.length + told.length > limit) return { events, position, end: false };
        events.push(...told);
        ({ position } = event);
        if (events.length >= limit) return { events, position, end: page.end && event === page.events.at(-1) };
      }
      ({ position } = page);
      if (page.end) return { events, position, end: true };
    }
    return { events, position, end: false };
  }

  /**
   * One page; if there is nothing, waits until there is.
   * @param wait seconds, 0 to {@link MAX_WAIT}
   * @param signal ends the waiting before
   * @throws Refusal `invalid`/`wrong-wait`, and as {@link page}
   */
  async poll(question: FeedQuestion, wait: number, signal?: AbortSignal): Promise<FeedPage> {
    if (!(wait >= 0 && wait <= MAX_WAIT)) throw new Refusal('invalid', 'wrong-wait', { params: { max: MAX_WAIT } });
    const first = await this.page(question);
    if (first.events.length > 0 || wait === 0) return first;
    const ending = this.ending(AbortSignal.timeout(wait * 1000), signal);
    return this.next(question, first, ending);
  }

  /**
   * Pages from a position on, live, until the signal or {@link close} ends them. Empty pages only say how far the log was looked at.
   * @param options `heartbeat`: a page comes at least so often, in seconds
   */
  async *live(question: FeedQuestion, { signal, heartbeat }: LiveOptions = {}): AsyncGenerator<FeedPage> {
    const ending = this.ending(signal);
    let page = await this.page(question);
    while (!ending.aborted) {
      yield page;
      const pause = heartbeat === undefined ? ending : AbortSignal.any([ending, AbortSignal.timeout(heartbeat * 1000)]);
      page = await this.next(question, page, pause);
    }
  }

  /**
   * What a consumer must have that has everything of a range.
   * @throws Refusal `invalid`/`wrong-feed-range`, and as {@link page}
   */
  async reconcile({ after, upTo, types }: FeedRange = {}): Promise<Reconciliation> {
    const [from, to] = [await this.known(after), upTo === undefined ? await this.log.head() : await this.known(upTo)];
    if (to < from) throw new Refusal('invalid', 'wrong-feed-range');
    const teller = new Teller(this.log, this.source, { chosen: chosenTypes(types) });
    const hash = createHash('sha256');
    let count = 0;
    let position = from;
    let looked = 0;
    for await (const page of pagesOf(this.log, { ...afterOf(from), filter: FEED_FILTER }, BATCH)) {
      for (const event of page.events.filter((found) => found.position <= to)) {
        for (const { sequence, id } of await teller.tell(event)) {
          hash.update(`${sequence} ${id}\n`);
          count += 1;
        }
      }
      position = page.position < to ? page.position : to;
      looked += BATCH;
      if (position >= to || looked >= RECONCILE_AT_MOST) break;
    }
    return { source: this.source, after: from, upTo: position, complete: position >= to, count, hash: hash.digest('hex') };
  }

  /**
   * A position as this log writes it; zeros in front of a number may be left out.
   * @throws Refusal `invalid`/`wrong-feed-position`; `conflict`/`feed-position-ahead`: the log ends before it, so it may come from another one
   */
  async known(position: Position | undefined): Promise<Position> {
    if (position === undefined || position === '') return '';
    const head = await this.log.head();
    const known = writtenLike(head, position);
    if (known > head) throw new Refusal('conflict', 'feed-position-ahead');
    return known;
  }

  /** Ends everything that waits or is live: a server that stops does not wait for its listeners. */
  close(): void {
    this.closing.abort();
  }

  /** The next page that tells something, or a page that does not when the waiting ends. */
  private async next(question: FeedQuestion, before: FeedPage, ending: AbortSignal): Promise<FeedPage> {
    let page = before;
    let release: (() => void) | undefined;
    try {
      do {
        if (page.end) {
          release ??= this.watch.need(page.position);
          await this.watch.behind(page.position, ending);
        }
        if (ending.aborted) return { ...page, events: [] };
        page = await this.pageAfter(question, page, ending);
      } while (page.events.length === 0);
      return page;
    } finally {
      release?.();
    }
  }

  /** The page behind another. While the log is away, the one that was: whoever listens goes on when it is back. */
  private async pageAfter(question: FeedQuestion, before: FeedPage, ending: AbortSignal): Promise<FeedPage> {
    try {
      return await this.page({ ...question, after: before.position });
    } catch (error) {
      if (!isPassing(error)) throw error;
      await pause(TRY_AGAIN_MS, undefined, { signal: ending }).catch(() => undefined);
      return { ...before, events: [], end: false };
    }
  }

  private ending(...signals: readonly (AbortSignal | undefined)[]): AbortSignal {
    return AbortSignal.any([this.closing.signal, ...signals.filter((signal) => signal !== undefined)]);
  }
}

/** @throws Refusal `invalid`/`unknown-feed-type` */
export function chosenTypes(types: readonly string[] | undefined): ReadonlySet<string> | undefined {
  if (types === undefined || types.length === 0) return undefined;
  const known = new Set(INTEGRATION_NAMES.map(cloudEventType));
  const unknown = types.find((type) => !known.has(type));
  if (unknown !== undefined)
    throw new Refusal('invalid', 'unknown-feed-type', { params: { type: unknown, allowed: [...known].join(', ') } });
  return new Set(types);
}

/** Positions sort as text, so all of a log are equally long; some stores give positions of two numbers, `commit:prepare`. */
function writtenLike(head: Position, text: string): Position {
  const lengths = head.split(':').map((number) => number.length);
  const numbers = text.split(':');
  const fits =
    numbers.length === lengths.length && numbers.every((number, n) => /^\d+$/.test(number) && number.length <= (lengths[n] ?? 0));
  if (!fits) throw new Refusal('invalid', 'wrong-feed-position');
  return numbers.map((number, n) => number.padStart(lengths[n] ?? 0, '0')).join(':');
}

function afterOf(position: Position): { after?: Position } {
  return position === '' ? {} : { after: position };
}
