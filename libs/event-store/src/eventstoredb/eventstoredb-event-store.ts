import type { Position } from '#kernel';
import type {
  AppendResult,
  EventStore,
  ExpectedRevision,
  LogCondition,
  NewEvent,
  Page,
  ReadAllOptions,
  ReadStreamOptions,
  StoredEvent,
  SubscribeOptions,
  Subscription,
} from '../port.js';
import { LOG_STREAM } from '../log-origin.js';
import { Appender } from './appender.js';
import type { EventStoreDbAddress } from './connection-string.js';
import { begun } from './beginning.js';
import { Connection, securityOf } from './connection.js';
import { Contact } from './contact.js';
import { ping } from './ping.js';
import { Following } from './following.js';
import { LogReader, logShared } from './log-reader.js';
import { Names } from './names.js';
import { PATIENCE, type Patience } from './patience.js';
import { StreamReader } from './stream-reader.js';

/**
 * The log on an EventStoreDB server or cluster (23.10 or later), over `@eventstore/db-client`.
 *
 * What this server cannot promise: it compares the ids of an append with those that stand where it would be written, and nowhere else. The
 * same id in another stream, or further on in the same, is written. So it does not say that it knows all ids, and the log above reserves those of
 * commands that may be used again for something else.
 */
export class EventStoreDbEventStore implements EventStore {
  private readonly subscriptions = new Set<Subscription>();
  private readonly contact: Contact;
  private readonly streams: StreamReader;
  private readonly log: LogReader;
  private readonly appender: Appender;

  private constructor(
    private readonly connection: Connection,
    private readonly names: Names,
    patience: Patience,
  ) {
    this.contact = new Contact(patience, () => ping(connection));
    this.streams = new StreamReader(connection, names, this.contact);
    this.log = new LogReader(connection, names, this.contact);
    this.appender = new Appender(connection, names, this.streams, this.log);
  }

  /**
   * Connects, and notes which log this is.
   * @throws Refusal `unavailable`/`log-unreachable` or what {@link begun} finds, `unavailable`/`log-login-refused`, `unavailable`/`log-may-not-read-all`,
   * `invalid`/`wrong-connection-string`
   */
  static async open(address: EventStoreDbAddress, patience: Patience = patienceFor(address)): Promise<EventStoreDbEventStore> {
    const store = new EventStoreDbEventStore(new Connection(address), new Names(address.namespace), patience);
    try {
      await begun({ address, security: securityOf(address.tls), contact: store.contact }, (signal) => store.log.confirm(signal));
      if (address.namespace !== undefined) await store.mustStandAlone();
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  /** @throws Refusal as the port says; `unavailable`/`log-busy` if it was not written, `unavailable`/`outcome-unknown` if nobody can tell */
  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    return this.appender.append(stream, expected, events);
  }

  async readStream(stream: string, options?: ReadStreamOptions): Promise<readonly StoredEvent[]> {
    return this.streams.readStream(stream, options);
  }

  async readAll(options: ReadAllOptions): Promise<Page> {
    return this.log.page(options);
  }

  async head(): Promise<Position> {
    return this.log.head();
  }

  subscribe(
    options: SubscribeOptions,
    handler: (events: readonly StoredEvent[], position: Position) => Promise<void> | void,
  ): Subscription {
    const subscription = new Following(this.log, this.names, options, handler);
    this.subscriptions.add(subscription);
    subscription.done.catch(() => undefined).finally(() => this.subscriptions.delete(subscription));
    return subscription;
  }

  /** @throws Refusal `unavailable`/`log-shared`: the database holds a log without a namespace, which takes all streams for its own */
  private async mustStandAlone(): Promise<void> {
    const plain = new StreamReader(this.connection, new Names(undefined), this.contact);
    if ((await plain.recorded(LOG_STREAM, { limit: 1 })).length > 0) throw logShared();
  }

  condition(): LogCondition {
    return this.contact.condition;
  }

  async close(): Promise<void> {
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    await this.appender.idle();
    this.contact.close();
    this.connection.close();
  }
}

function patienceFor({ client, budget = PATIENCE.budget }: EventStoreDbAddress): Patience {
  return { ...PATIENCE, deadline: client.defaultDeadline ?? Math.min(PATIENCE.deadline, budget), budget };
}
