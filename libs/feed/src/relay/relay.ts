import { setTimeout as pause } from 'node:timers/promises';
import { overlapping, Refusal, type Position, type Recorded } from '#kernel';
import { countOf, unlessAway, type EventLog, type Subscription } from '#event-store';
import type { CloudEvent } from '../cloud-event.js';
import { FEED_FILTER } from '../feed.js';
import { Teller } from '../teller.js';
import type { CheckpointCache } from './checkpoint-file.js';
import { within } from './deadline.js';
import { Lanes } from './lanes.js';
import { batchesOf, type Batch } from './batches.js';
import type { OpenTopic, Topic } from './topic.js';

/** Events of the log that are looked at in one go; what of them goes to one partition is sent together. */
const PAGE = 2000;
/** Partitions that are written at the same time. */
const PARTITIONS_TOGETHER = 12;
/** How many events that have still to be looked at are counted at most. */
const COUNTED = 1_000;
/** The longest pause between two tries, in milliseconds: a broker that is back is not kept waiting. */
const LONGEST_PAUSE = 500;
const SHORTEST_PAUSE = 100;
/** A connection that is given up has so long to end, in milliseconds: what it still waits for keeps nobody from making another. */
const FAREWELL = 500;

/** How a relay stands; shown where the process is asked whether it is ready. */
export interface RelayHealth {
  /**
   * `starting`: connecting, reading how the topic ends. `following`: sending what comes. `waiting`: the broker cannot be used, it tries
   * again. `halted`: it will not go on by itself (the log holds what it cannot tell of, or the topic is another log's). `standing-by`: another
   * process relays. `stopped`.
   */
  readonly state: 'starting' | 'following' | 'waiting' | 'halted' | 'standing-by' | 'stopped';
  /** Every event up to here is in the topic, as far as this process knows. */
  readonly position: Position;
  readonly head: Position;
  /** Events of records that have still to be looked at, counted up to a thousand. */
  readonly behind: number;
  /** Why it waits or has halted: a code or the name of an error, never its text. */
  readonly reason?: string;
  /** How often it has tried in vain since it last got something through. */
  readonly failures: number;
}

export interface RelayOptions {
  readonly log: EventLog;
  /** CloudEvents source of every event. */
  readonly source: string;
  /** Sources under which the same log told before it was renewed. */
  readonly formerly?: readonly string[];
  readonly open: OpenTopic;
  readonly checkpoint: CheckpointCache;
  /** Is told once when the relay begins to wait and when it halts. Never personal data. */
  readonly warn: (message: string) => void;
  /** Asked before each batch: whether this process still has the right to send; absent: it has. */
  readonly maySend?: () => boolean;
  /** How long the broker may take for one thing, in milliseconds. */
  readonly deadline?: number;
  /** Waits between two tries; specs do not. */
  readonly pause?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

interface Waiter {
  readonly position: Position;
  readonly resolve: () => void;
}

/**
 * Tells the integration events on a Kafka topic: in order for each record, at least once with the event's id, never a gap.
 *
 * One batch is sent to a partition at a time, and the next only when it has been acknowledged as expected; partitions do not wait for each other. Whatever goes wrong ends the
 * whole connection: what a client that failed has really written is not known to it, but it is known to the topic, whose tails are read
 * anew before anything more is sent. So an acknowledgement that was lost is found there, and a batch that was not written is sent again
 * before anything that comes behind it. No transactions, and no idempotent producer: ids do what they would do.
 */
export class Relay {
  private readonly stopping = new AbortController();
  private readonly waiters = new Set<Waiter>();
  private readonly deadline: number;
  private state: RelayHealth['state'] = 'stopped';
  private reason?: string;
  private warned?: string;
  private failures = 0;
  private position: Position = '';
  private subscription?: Subscription;
  private running?: Promise<void>;

  constructor(private readonly options: RelayOptions) {
    this.deadline = options.deadline ?? 30_000;
  }

  /** Begins; it goes on until {@link stop}. A relay that was stopped is not started again: make another one. */
  start(): void {
    this.running ??= this.run();
  }

  /** Waits for the batch that is on its way, then ends. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.subscription?.stop();
    await this.running;
    if (this.state !== 'halted') this.state = 'stopped';
  }

  async health(): Promise<RelayHealth> {
    const { state, position, reason, failures } = this;
    const { log } = this.options;
    const head = (await unlessAway(log, () => log.head())) ?? position;
    // What halted it may be what the log cannot give: that is not asked for again.
    const behind = state === 'halted' ? 0 : ((await unlessAway(log, () => this.behind())) ?? 0);
    return { state, position, head, behind, failures, ...(reason !== undefined && { reason }) };
  }

  /** Comes back when everything up to a position is in the topic. */
  reached(position: Position): Promise<void> {
    if (this.position >= position) return Promise.resolve();
    return new Promise((resolve) => this.waiters.add({ position, resolve }));
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        await this.session();
      } catch (error) {
        if (this.stopping.signal.aborted || !this.goesOn(error)) return;
        const milliseconds = Math.min(LONGEST_PAUSE, SHORTEST_PAUSE * 2 ** Math.min(this.failures - 1, 10));
        await (this.options.pause ?? wait)(milliseconds, this.stopping.signal).catch(() => undefined);
      }
    }
  }

  /** One connection, from its opening to the first thing that goes wrong. */
  private async session(): Promise<void> {
    if (this.state !== 'waiting') this.state = 'starting';
    const { log, source, checkpoint, formerly } = this.options;
    const topic = await this.opened();
    try {
      const lanes = new Lanes(source, await this.unlessStopped(topic.tails()), await checkpoint.load(), formerly);
      this.follows(lanes.start);
      if (this.stopping.signal.aborted) return;
      const from = { ...(lanes.start !== '' && { after: lanes.start }), filter: FEED_FILTER, batchSize: PAGE };
      this.subscription = log.subscribe(from, (events, position) => this.tell(topic, lanes, events, position));
      await this.subscription.done;
      // The log has ended it, not this relay.
      if (!this.stopping.signal.aborted) throw new LogEnded();
    } finally {
      this.subscription = undefined;
      await within(FAREWELL, topic.close()).catch(() => undefined);
    }
  }

  /** A connection that comes too late is closed by whoever gets it. */
  private async opened(): Promise<Topic> {
    const opening = this.options.open();
    try {
      return await this.unlessStopped(opening);
    } catch (error) {
      opening.then((topic) => topic.close()).catch(() => undefined);
      throw error;
    }
  }

  private async tell(topic: Topic, lanes: Lanes, events: readonly Recorded[], position: Position): Promise<void> {
    const { log, source, checkpoint } = this.options;
    const teller = new Teller(log, source);
    const told: CloudEvent[] = [];
    for (const event of events) told.push(...(await teller.tell(event)));
    await overlapping(batchesOf(told, topic, lanes), PARTITIONS_TOGETHER, (batches) => this.sendInOrder(topic, lanes, batches));
    if (this.stopping.signal.aborted) return;
    if (told.length > 0) await checkpoint.save(lanes.checkpoint(position));
    this.reach(position);
  }

  private async sendInOrder(topic: Topic, lanes: Lanes, batches: Iterable<Batch>): Promise<void> {
    for (const batch of batches) {
      if (this.stopping.signal.aborted) return;
      await this.send(topic, lanes, batch);
    }
  }

  private async send(topic: Topic, lanes: Lanes, { partition, records, last }: Batch): Promise<void> {
    if (this.options.maySend?.() === false) throw new LeaseLost();
    const answers = await this.inTime(topic.send(partition, records));
    lanes.acknowledged(partition, records.length, last, answers);
    this.failures = 0;
    this.warned = undefined;
  }

  private follows(start: Position): void {
    this.state = 'following';
    this.reason = undefined;
    this.reach(start);
  }

  private reach(position: Position): void {
    if (position > this.position) this.position = position;
    for (const waiter of [...this.waiters].filter((standing) => standing.position <= this.position)) {
      this.waiters.delete(waiter);
      waiter.resolve();
    }
  }

  /** Whether it tries again after an error. */
  private goesOn(error: unknown): boolean {
    const reason = error instanceof Refusal ? error.code : nameOf(error);
    const halted =
      error instanceof Refusal && (error.kind === 'unreadable' || error.code === 'topic-of-another-log' || error.code === 'log-replaced');
    this.state = halted ? 'halted' : 'waiting';
    this.reason = reason;
    this.failures += 1;
    const message = `the relay ${halted ? 'has halted' : 'waits'} after position ${this.position}: ${reason}${whichEvent(error)}`;
    if (this.warned !== message) this.options.warn(message);
    this.warned = message;
    return !halted;
  }

  private async behind(): Promise<number> {
    const from = this.position === '' ? {} : { after: this.position };
    return countOf(this.options.log, { ...from, filter: FEED_FILTER }, COUNTED);
  }

  private inTime<Result>(work: Promise<Result>): Promise<Result> {
    return within(this.deadline, work);
  }

  /** Nothing has been sent yet: whoever stops need not wait. */
  private unlessStopped<Result>(work: Promise<Result>): Promise<Result> {
    return within(this.deadline, work, this.stopping.signal);
  }
}

/** The log's subscription is over although nobody ended it: the log was closed. */
class LogEnded extends Error {
  override readonly name = 'LogEnded';
}

/** Another process relays now. Whoever made this relay stops it. */
class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

function wait(milliseconds: number, signal: AbortSignal): Promise<unknown> {
  return pause(milliseconds, undefined, { signal });
}

function whichEvent(error: unknown): string {
  const { type, position } = error instanceof Refusal ? error.params : {};
  return type === undefined ? '' : ` (${type} at ${position})`;
}

/** The kind of an error; its text may quote what nobody should read. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'error';
  const { type } = error as { type?: unknown };
  return typeof type === 'string' ? type : error.name;
}
