import { canonicalJson, derivedId, Refusal, sha256, type Actor, type Json, type Position, type Proposed, type Revision } from '#kernel';
import { commandMetadata, reserveCommand, type Commanded, type EventLog } from '#event-store';
import { chosenTypes, type Feed, type FeedPage } from './feed.js';
import { subscriptionStream } from './feed-events.js';

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
  readonly revision: Revision;
}

/**
 * Subscriptions whose position is kept here, for consumers that have nowhere to keep one. What a consumer was given and has not
 * acknowledged is given again: at least once.
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
   * Opens a subscription; opening it again changes nothing.
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
    const before = await this.standing(name);
    if (before === undefined) {
      const data = { name, types: wanted, position: await this.feed.known(after) };
      await this.reserve({ open: name, types: wanted, after: after ?? null }, by, command);
      await this.append(name, 'no-stream', { type: 'feed-subscription-opened', data }, by).catch(passConflict);
    }
    const standing = before ?? (await this.standing(name));
    if (canonicalJson(standing?.types ?? []) !== canonicalJson(wanted)) {
      throw new Refusal('conflict', 'subscription-differs', { params: { name } });
    }
    return this.get(name);
  }

  /** @throws Refusal `not-found`/`unknown-subscription` */
  async get(name: string): Promise<FeedSubscription> {
    const { revision: _inside, ...standing } = await this.known(name);
    return { ...standing, head: await this.log.head() };
  }

  /**
   * What comes after the acknowledged position; waits for it if asked to.
   * @throws Refusal `not-found`/`unknown-subscription`, and as {@link Feed.poll}
   */
  async next(name: string, { limit, wait = 0 }: { limit?: number; wait?: number }, signal?: AbortSignal): Promise<FeedPage> {
    const { position, types } = await this.known(name);
    return this.feed.poll({ after: position, types, limit }, wait, signal);
  }

  /**
   * Everything up to a position has been dealt with. A position before the standing one changes nothing: it never goes back.
   * @throws Refusal `not-found`/`unknown-subscription`, `conflict`/`feed-position-ahead`, `invalid`/`command-reused`
   */
  async acknowledge(name: string, position: Position, by: Actor, command?: Commanded): Promise<FeedSubscription> {
    const reached = await this.feed.known(position);
    for (let standing = await this.known(name); standing.position < reached; standing = await this.known(name)) {
      const event = { type: 'feed-position-acknowledged', data: { position: reached } };
      await this.reserve({ acknowledge: name, position: reached }, by, command);
      await this.append(name, standing.revision, event, by).catch(passConflict);
    }
    return this.get(name);
  }

  private async known(name: string): Promise<Standing> {
    const standing = NAME.test(name) ? await this.standing(name) : undefined;
    if (standing === undefined) throw new Refusal('not-found', 'unknown-subscription', { params: { name } });
    return standing;
  }

  private async standing(name: string): Promise<Standing | undefined> {
    const stream = subscriptionStream(name);
    const [opened] = await this.log.readStream(stream, { limit: 1 });
    const [last] = await this.log.readStream(stream, { limit: 1, direction: 'backwards' });
    if (opened === undefined || last === undefined) return undefined;
    const { types } = opened.data as { types: readonly string[] };
    return { name, types, position: (last.data as { position: Position }).position, revision: last.revision };
  }

  /** What is appended has ids of its own, so the id of a command from a key is taken by itself. */
  private async reserve(said: Json, actor: Actor, command: Commanded | undefined): Promise<void> {
    if (command?.keyed !== true) return;
    await reserveCommand(this.log, commandMetadata(command, actor, sha256(canonicalJson(said))));
  }

  private append(name: string, expected: 'no-stream' | Revision, event: Proposed, actor: Actor) {
    const body = canonicalJson(event.data as { position: string });
    const commandId = derivedId('feed-subscription', name, event.type, body);
    const metadata = { actor, commandId, commandHash: sha256(body), correlationId: commandId, causationId: commandId };
    return this.log.append(subscriptionStream(name), expected, [event], metadata);
  }
}

/** @throws Refusal `invalid`/`wrong-subscription-name` */
function mustBeName(name: string): void {
  if (!NAME.test(name)) throw new Refusal('invalid', 'wrong-subscription-name');
}

/** Somebody was faster: what stands then is looked at again. */
function passConflict(error: unknown): void {
  if (!(error instanceof Refusal) || error.code !== 'wrong-expected-revision') throw error;
}
