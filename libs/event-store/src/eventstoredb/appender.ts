import { randomBytes } from 'node:crypto';
import {
  ANY,
  NO_STREAM,
  WrongExpectedVersionError,
  type AppendResult as Answer,
  type BinaryEventData,
  type RecordedEvent,
} from '@eventstore/db-client';
import { Refusal, type Position } from '#kernel';
import type { AppendResult, ExpectedRevision, NewEvent } from '../port.js';
import { APPEND_LIMIT } from '../append-limit.js';
import { appendOf, encoded, sizeOf } from './codec.js';
import type { Connection } from './connection.js';
import type { LogReader } from './log-reader.js';
import type { Names } from './names.js';
import { persist, type GivenUp } from './persist.js';
import { BEFORE_ALL, isKnown, toPosition } from './positions.js';
import { Slots } from './slots.js';
import type { StreamReader } from './stream-reader.js';
import { notSent, tooLarge } from './verdict.js';

/** How many appends are under way at once. */
const APPENDS = 64;

/** How far back ids are looked for in a stream in which order does not matter. */
const TAIL = 500;

/** One append, as often as it takes. */
interface Append {
  readonly stream: string;
  readonly events: readonly BinaryEventData[];
  /** Stands in the metadata of its events. */
  readonly name: string;
}

/** Writes. An append is tried again with the same ids and the same expected revision, which the server answers as the first time. */
export class Appender {
  private readonly slots = new Slots(APPENDS);
  private readonly tails = new Map<string, Promise<unknown>>();
  private readonly running = new Set<Promise<unknown>>();

  constructor(
    private readonly connection: Connection,
    private readonly names: Names,
    private readonly streams: StreamReader,
    private readonly log: LogReader,
  ) {}

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    const append = prepared(stream, events);
    const since = performance.now();
    const work = this.inTurn(stream, () => (expected === 'any' ? this.atTail(append, since) : this.at(append, expected, since)));
    this.running.add(work);
    return work.finally(() => this.running.delete(work));
  }

  /** Settles when everything that was given has been answered. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running);
  }

  private async at(append: Append, expected: Exclude<ExpectedRevision, 'any'>, since: number): Promise<AppendResult> {
    let seen: Position | undefined;
    const attempt = async () => {
      await this.mustBeTheLog();
      // Before anything was sent: what was written by an attempt whose answer was lost is no repetition.
      seen ??= this.log.seen ?? BEFORE_ALL;
      return this.attempt(append, expected);
    };
    const answer = await persist(this.log.contact, attempt, { refusal: (how) => this.outcomeUnknown(how), since });
    return this.result(append, answer, seen ?? BEFORE_ALL);
  }

  /** Nothing is written before it is known that this is the log that was read. */
  private async mustBeTheLog(): Promise<void> {
    await this.log.confirmed().catch((error: unknown) => {
      throw notSent(error);
    });
  }

  private attempt({ stream, events }: Append, expected: Exclude<ExpectedRevision, 'any'>): Promise<Answer> {
    return this.connection.use(async (client) => {
      try {
        return await client.appendToStream(this.names.inDatabase(stream), [...events], {
          ...this.connection.options,
          deadline: this.log.contact.patience.deadline,
          expectedRevision: expected === 'no-stream' || expected < 0 ? NO_STREAM : BigInt(expected),
        });
      } catch (error) {
        // Final, also after an attempt of which the outcome is not known: the server has compared the ids.
        if (error instanceof WrongExpectedVersionError) throw conflict(expected, error.actualVersion);
        throw error;
      }
    }, 'log-may-not-write');
  }

  /** One at a time in each stream, in the order of asking: only other processes can be in the way. */
  private inTurn(stream: string, append: () => Promise<AppendResult>): Promise<AppendResult> {
    const before = this.tails.get(stream) ?? Promise.resolve();
    const work = before.then(() => this.slots.run(append));
    const settled = work
      .catch(() => undefined)
      .then(() => {
        if (this.tails.get(stream) === settled) this.tails.delete(stream);
      });
    this.tails.set(stream, settled);
    return work;
  }

  /**
   * In a stream in which order does not matter: looks for the ids at its end, then appends there. The server's own "any" would write them twice
   * after it was started anew, because it keeps the ids of such appends in memory only.
   */
  private async atTail(append: Append, since: number): Promise<AppendResult> {
    for (;;) {
      const tail = await this.streams.recorded(append.stream, { direction: 'backwards', limit: TAIL });
      const standing = this.standing(append, tail.reverse());
      if (standing !== undefined) return standing;
      const last = tail.at(-1);
      try {
        return await this.at(append, last === undefined ? 'no-stream' : Number(last.revision), since);
      } catch (error) {
        const conflicting = error instanceof Refusal && error.code === 'wrong-expected-revision';
        if (!conflicting) throw error;
        if (performance.now() - since > this.log.contact.patience.budget) throw new Refusal('unavailable', 'log-busy');
      }
    }
  }

  /** The answer of the first time, if the ids stand in the stream already. */
  private standing({ events }: Append, tail: readonly RecordedEvent[]): AppendResult | undefined {
    const first = tail.findIndex(({ id }) => id === events[0]?.id);
    if (first < 0) return undefined;
    const there = tail.slice(first, first + events.length);
    const last = there.at(-1);
    const same = there.length === events.length && there.every(({ id }, index) => id === events[index]?.id);
    if (!same || last === undefined || !isKnown(last.position)) throw conflict(ANY, tail.at(-1)?.revision ?? NO_STREAM);
    return { revision: Number(last.revision), position: toPosition(last.position), repeated: true };
  }

  /**
   * The server answers a repeated append as the first one. It is told by its position: an event that was written now stands behind all that had
   * been seen before. Only an answer without a position, as of some repeated appends, has to be looked up.
   */
  private async result({ stream, name }: Append, answer: Answer, seen: Position): Promise<AppendResult> {
    const revision = Number(answer.nextExpectedRevision);
    const { position: answered } = answer;
    if (!isKnown(answered)) return this.lookedUp(stream, name, revision);
    const position = toPosition(answered);
    this.log.note(position);
    return { revision, position, repeated: position <= seen };
  }

  private async lookedUp(stream: string, name: string, revision: number): Promise<AppendResult> {
    const [written] = await this.streams.recorded(stream, { from: revision, limit: 1 });
    if (written === undefined || !isKnown(written.position)) throw new Refusal('unavailable', 'outcome-unknown');
    const position = toPosition(written.position);
    this.log.note(position);
    return { revision, position, repeated: appendOf(written) !== name };
  }

  private outcomeUnknown({ reason, maybeDone }: GivenUp): Refusal {
    if (reason === 'vanished') return this.log.notTheLog();
    return new Refusal('unavailable', maybeDone ? 'outcome-unknown' : 'log-busy');
  }
}

/** @throws Refusal `invalid`/`empty-append`, `invalid`/`append-too-large`, `conflict`/`duplicate-event-id` */
function prepared(stream: string, events: readonly NewEvent[]): Append {
  // The server would write an empty record.
  if (events.length === 0) throw new Refusal('invalid', 'empty-append');
  if (new Set(events.map(({ id }) => id)).size < events.length) throw new Refusal('conflict', 'duplicate-event-id');
  const name = randomBytes(9).toString('base64url');
  const data = events.map((event) => encoded(event, name));
  if (data.reduce((sum, event) => sum + sizeOf(event), 0) > APPEND_LIMIT) throw tooLarge();
  return { stream, events: data, name };
}

function conflict(expected: ExpectedRevision, actual: bigint | typeof NO_STREAM): Refusal {
  const params = { expected, actual: actual === NO_STREAM ? -1 : Number(actual) };
  return new Refusal('conflict', 'wrong-expected-revision', { params });
}
