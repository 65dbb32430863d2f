import { BACKWARDS, END, FORWARDS, START, StreamNotFoundError, type RecordedEvent, type ResolvedEvent } from '@eventstore/db-client';
import { Refusal } from '#kernel';
import type { ReadStreamOptions, StoredEvent } from '../port.js';
import { decoded } from './codec.js';
import type { Connection } from './connection.js';
import type { Contact } from './contact.js';
import { feedFrom } from './feed.js';
import type { Names } from './names.js';
import { persist, type GivenUp } from './persist.js';
import { Slots } from './slots.js';

/** How many events are taken from the client at once. */
const CHUNK = 512;
const READS = 24;

/** Reads single streams. A read that breaks off is done again from its beginning: nothing of it has been answered. */
export class StreamReader {
  private readonly slots = new Slots(READS);

  constructor(
    private readonly connection: Connection,
    private readonly names: Names,
    private readonly contact: Contact,
  ) {}

  /** @throws Refusal `unavailable`/`log-unreachable`, `unreadable`/`foreign-event` */
  async readStream(stream: string, options: ReadStreamOptions = {}): Promise<StoredEvent[]> {
    return (await this.recorded(stream, options)).map((event) => decoded(event, stream));
  }

  /** The same as the database keeps it. */
  async recorded(stream: string, options: ReadStreamOptions): Promise<RecordedEvent[]> {
    const { from, limit, direction = 'forwards' } = options;
    if (limit === 0 || (direction === 'backwards' && from !== undefined && from < 0)) return [];
    const since = performance.now();
    return this.slots.run(() => persist(this.contact, () => this.attempt(stream, options), { refusal: unreachable, since }));
  }

  private attempt(stream: string, { from, limit, direction = 'forwards' }: ReadStreamOptions): Promise<RecordedEvent[]> {
    return this.connection.use(async (client) => {
      const reading = client.readStream(this.names.inDatabase(stream), {
        ...this.connection.options,
        direction: direction === 'forwards' ? FORWARDS : BACKWARDS,
        fromRevision: from === undefined ? (direction === 'forwards' ? START : END) : BigInt(Math.max(from, 0)),
        ...(limit !== undefined && { maxCount: limit }),
      });
      const feed = feedFrom(reading, (raw) => (raw as ResolvedEvent).event, this.contact.patience.idle);
      try {
        const events: RecordedEvent[] = [];
        for (let part = await feed.take(CHUNK); part !== undefined; part = await feed.take(CHUNK)) events.push(...part);
        return events;
      } catch (error) {
        if (error instanceof StreamNotFoundError) return [];
        throw error;
      } finally {
        feed.close();
      }
    }, 'log-may-not-read-streams');
  }
}

/** @returns Refusal `unavailable`/`log-unreachable` */
export function unreachable({ reason }: GivenUp): Refusal {
  return new Refusal('unavailable', 'log-unreachable', { params: { reason } });
}
