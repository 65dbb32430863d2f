import { canonicalJson, derivedId, Refusal, sha256, type Actor, type Json, type Position, type Proposed, type Revision } from '#kernel';
import { commandMetadata, eventsIn, reserveCommand, type Commanded, type EventLog } from '#event-store';
import { chosenTypes, type Feed, type FeedPage } from './feed.js';
import { sharedStream, SUBSCRIPTION_STREAMS, subscriptionStream } from './feed-events.js';

/** Stands for a subscription that there was. */
const DELETED = 'deleted';
const NAME = /^[a-z][a-z0-9-]{0,63}$/;

/** A named subscription as it stands. */
export interface FeedSubscription {
  readonly name: string;
  /** CloudEvents types; empty: all. */
  readonly types: readonly string[];
  /** Everything up to here has been acknowledged. */
  readonly position: Position;
  /** Where the log ends now. */
  readonly head: Position;
}

interface Standing extends Omit<FeedSubscription, 'head'> {
  readonly stream: string;
  readonly revision: Revision;
}

/**
 * Subscriptions whose position is kept here, for consumers that have nowhere to keep one. What a consumer was given and has not
 * acknowledged is given again: at least once.
 *
 * A subscription is its owner's, who opened it: nobody else is told that it exists, and others may have one of the same name. One from
 * when names were shared belongs to who opened it as well: the log says who that was.
 *
 * The position is kept as events of a stream of its own in the log, not in a table beside it: so it works on every store that the log
 * stands on and for any number of API processes, the expected revision keeps two instances of one consumer from moving it back, and it is
 * known who took what and when. The price is an event for each acknowledgement; a consumer acknowledges pages, not single events.
 */
export class FeedSubscriptions {
  constructor(
    private readonly log: EventLog,
    private readonly feed: Feed,
  ) {}

  /**
   * Opens a subscription for who acts; opening it again changes nothing.
   * @param options `after`: where it begins (absent: at the beginning)
   * @throws Refusal `invalid`/`wrong-subscription-name`, `invalid`/`unknown-feed-type`, `conflict`/`subscription-differs`,
   * `conflict`/`feed-position-ahead`, `invalid`/`command-reused`
   */
  async open(
    name: string,
    { types = [], after }: { types?: readonly string[]; after?: Position },
    by: Actor,
    command?: Commanded,
  ): Promise<FeedSubscription> {
    mustBeName(name);
    chosenTypes(types);
    const wanted = [...new Set(types)].sort();
    const { stream, standing } = await this.place(by.userId, name);
    if (standing === undefined) {
      const data = { name, types: wanted, position: await this.feed.known(after) };
      await this.reserve({ open: name, types: wanted, after: after ?? null }, by, command);
      await this.append(stream, 'no-stream', { type: 'feed-subscription-opened', data }, by).catch(passConflict);
    }
    const opened = await this.get(name, by.userId);
    if (canonicalJson(opened.types) !== canonicalJson(wanted)) {
      throw new Refusal('conflict', 'subscription-differs', { params: { name } });
    }
    return opened;
  }

  /** @throws Refusal `not-found`/`unknown-subscription`: also of one that is somebody else's */
  async get(name: string, owner: string): Promise<FeedSubscription> {
    return shown(await this.known(name, owner), await this.log.head());
  }

  /** What somebody owns, and where the log ends now. */
  async list(owner: string): Promise<{ readonly head: Position; readonly items: readonly FeedSubscription[] }> {
    const streams = new Set<string>();
    const types = ['feed-subscription-opened', 'feed-subscription-deleted'];
    for await (const { type, stream, actor } of eventsIn(this.log, { filter: { streamPrefixes: [SUBSCRIPTION_STREAMS], types } })) {
      if (type === 'feed-subscription-deleted') streams.delete(stream);
      else if (actor.userId === owner) streams.add(stream);
    }
    const standing = await Promise.all([...streams].map((stream) => this.at(stream)));
    const head = await this.log.head();
    return { head, items: standing.filter((one) => one !== undefined && one !== DELETED).map((one) => shown(one, head)) };
  }

  /**
   * What comes after the acknowledged position; waits for it if asked to.
   * @throws Refusal `not-found`/`unknown-subscription`, and as {@link Feed.poll}
   */
  async next(name: string, owner: string, { limit, wait = 0 }: { limit?: number; wait?: number }, signal?: AbortSignal): Promise<FeedPage> {
    const { position, types } = await this.known(name, owner);
    return this.feed.poll({ after: position, types, limit }, wait, signal);
  }

  /**
   * Everything up to a position has been dealt with. A position before the standing one changes nothing: it never goes back.
   * @throws Refusal `not-found`/`unknown-subscription`, `conflict`/`feed-position-ahead`, `invalid`/`command-reused`
   */
  async acknowledge(name: string, position: Position, by: Actor, command?: Commanded): Promise<FeedSubscription> {
    let standing = await this.known(name, by.userId);
    for (const reached = await this.feed.known(position); standing.position < reached; standing = await this.known(name, by.userId)) {
      const event = { type: 'feed-position-acknowledged', data: { position: reached } };
      await this.reserve({ acknowledge: name, position: reached }, by, command);
      await this.append(standing.stream, standing.revision, event, by).catch(passConflict);
    }
    return this.get(name, by.userId);
  }

  /**
   * Its owner needs it no more: from now on it is unknown, and another of the same name begins anew.
   * @returns as it stood last
   * @throws Refusal `not-found`/`unknown-subscription`
   */
  async delete(name: string, by: Actor): Promise<FeedSubscription> {
    for (let standing = await this.known(name, by.userId); ; standing = await this.known(name, by.userId)) {
      const event = { type: 'feed-subscription-deleted', data: { name } };
      try {
        await this.append(standing.stream, standing.revision, event, by);
        return shown(standing, await this.log.head());
      } catch (error) {
        passConflict(error);
      }
    }
  }

  private async known(name: string, owner: string): Promise<Standing> {
    const { standing } = NAME.test(name) ? await this.place(owner, name) : {};
    if (standing === undefined) throw new Refusal('not-found', 'unknown-subscription', { params: { name } });
    return standing;
  }

  /** Where the subscription of an owner under a name stands, or would stand: the stream of one that was deleted is not used again. */
  private async place(owner: string, name: string): Promise<{ stream: string; standing?: Standing }> {
    const shared = sharedStream(name);
    const [opened] = await this.log.readStream(shared, { limit: 1 });
    for (let nth = opened?.actor.userId === owner ? -1 : 0; ; nth += 1) {
      const stream = nth < 0 ? shared : subscriptionStream(name, owner, nth);
      const standing = await this.at(stream);
      if (standing !== DELETED) return { stream, ...(standing && { standing }) };
    }
  }

  private async at(stream: string): Promise<Standing | typeof DELETED | undefined> {
    const [opened] = await this.log.readStream(stream, { limit: 1 });
    const [last] = await this.log.readStream(stream, { limit: 1, direction: 'backwards' });
    if (opened === undefined || last === undefined) return undefined;
    if (last.type === 'feed-subscription-deleted') return DELETED;
    const { name, types } = opened.data as { name: string; types: readonly string[] };
    return { name, types, position: (last.data as { position: Position }).position, stream, revision: last.revision };
  }

  /** What is appended has ids of its own, so the id of a command from a key is taken by itself. */
  private async reserve(said: Json, actor: Actor, command: Commanded | undefined): Promise<void> {
    if (command?.keyed !== true) return;
    await reserveCommand(this.log, commandMetadata(command, actor, sha256(canonicalJson(said))));
  }

  private append(stream: string, expected: 'no-stream' | Revision, event: Proposed, actor: Actor) {
    const body = canonicalJson(event.data as Json);
    const commandId = derivedId('feed-subscription', stream, event.type, body);
    const metadata = { actor, commandId, commandHash: sha256(body), correlationId: commandId, causationId: commandId };
    return this.log.append(stream, expected, [event], metadata);
  }
}

function shown({ name, types, position }: Standing, head: Position): FeedSubscription {
  return { name, types, position, head };
}

/** @throws Refusal `invalid`/`wrong-subscription-name` */
function mustBeName(name: string): void {
  if (!NAME.test(name)) throw new Refusal('invalid', 'wrong-subscription-name');
}

/** Somebody was faster: what stands then is looked at again. */
function passConflict(error: unknown): void {
  if (!(error instanceof Refusal) || error.code !== 'wrong-expected-revision') throw error;
}
