import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { EventStore, NewEvent } from '#event-store';
import { detailsRecorded, metadataOf } from './bench-log.js';
import { closedLoop } from './contestant.js';

/** The server that the specs use, compiled: it speaks EventStoreDB's protocol and keeps its log in memory. */
const SERVER = 'dist/test/support/eventstoredb/server.js';
const VERSION = '23.10';
/** Seconds in which client and server get into their stride, before anything is measured. */
const WARM_UP = 1;
/** Events an append while a log is filled. */
const BATCH = 200;

/** Lets pass what stands in streams of records. */
export const PREFIX = 'record-';

/** What adapter and bare client are asked to do. */
export interface ServerWork {
  /** One event an append, each at the revision that it has read; or all that a filter lets through of the whole log, by a subscription. */
  readonly work: 'append' | 'read';
  readonly concurrency: number;
  readonly seconds: number;
  readonly events: number;
}

/** Lets others write so many events to the database, and comes back when they stand there. */
export type OthersWrite = (events: number) => Promise<void>;

/** Works with a server that is there for this alone. */
export async function withServer<Answer>(work: (port: number, others: OthersWrite) => Promise<Answer>): Promise<Answer> {
  const child = fork(SERVER, [VERSION]);
  try {
    const ended = once(child, 'exit').then(() => Promise.reject(new Error('the server did not start')));
    const [{ port }] = (await Promise.race([once(child, 'message'), ended])) as [{ port: number }];
    ended.catch(() => undefined);
    return await work(port, async (events) => {
      child.send({ id: 1, order: { kind: 'others-write', events } });
      await once(child, 'message');
    });
  } finally {
    child.kill();
  }
}

/** The change as a store takes it. */
function newEvent(number: number): NewEvent {
  const { type, data } = detailsRecorded(number);
  return {
    id: randomUUID(),
    type,
    version: 1,
    time: '2020-09-01T00:00:00.000Z',
    data: JSON.stringify(data),
    metadata: JSON.stringify(metadataOf(number)),
  };
}

/**
 * Appends in a closed loop, each worker to a stream of its own.
 * @param append appends to a stream that ends at a revision, -1 before its first event
 */
export async function appendInLoop(
  { concurrency, seconds }: ServerWork,
  append: (stream: string, revision: number, event: NewEvent) => Promise<unknown>,
): Promise<{ readonly done: number; readonly perSecond: number }> {
  const to = (prefix: string) => async (worker: number, turn: number) =>
    void (await append(`${prefix}${worker}`, turn - 1, newEvent(turn)));
  await closedLoop({ concurrency, seconds: WARM_UP }, to('other-'));
  return closedLoop({ concurrency, seconds }, to(PREFIX));
}

/** Fills a log with so many events that the filter lets pass, and as many that it does not. */
export async function fillServer(store: EventStore, events: number): Promise<void> {
  for (let from = 0; from < events; from += BATCH) {
    const batch = () => Array.from({ length: Math.min(BATCH, events - from) }, (_none, index) => newEvent(from + index));
    for (const stream of [`${PREFIX}${from}`, `other-${from}`]) await store.append(stream, 'no-stream', batch());
  }
}
