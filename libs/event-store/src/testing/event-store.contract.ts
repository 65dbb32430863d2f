import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Refusal } from '#kernel';
import { pagesOf } from '../pages.js';
import type { EventStore, NewEvent, Page, StoredEvent } from '../port.js';
import { commandsFromKeysContract } from './commands-from-keys.contract.js';
import { Collector } from './collector.js';

/** How the contract opens an adapter on one place, twice if need be. */
export interface Place {
  open(): Promise<EventStore>;
  /** Runs this many appends to each stream in another process and settles when it has ended. */
  appendElsewhere(streams: readonly string[], appends: number): Promise<void>;
  remove(): Promise<void>;
}

/** Where adapters may differ, each with its reason. */
export interface Capabilities {
  /**
   * An id that stands in another stream is refused: the log above derives ids from the command's, so a command that is used again for something
   * else is refused at once. EventStoreDB compares ids only with those that stand where an append would be written; there the log reserves them.
   */
  readonly idsAreUniqueInTheLog: boolean;
}

let counter = 0;

/** An event with an id of its own. */
export function anEvent(type = 'something-happened', data: object = { n: (counter += 1) }): NewEvent {
  return { id: randomUUID(), type, version: 1, time: '2020-09-01T00:00:00.000Z', data: JSON.stringify(data), metadata: '{}' };
}

/** The code with which something was refused. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return 'not refused';
}

/** Everything in the log after a position, page by page. */
export async function readEverything(
  store: EventStore,
  limit = 100,
  filter?: Parameters<EventStore['readAll']>[0]['filter'],
): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const page of pagesOf(store, { filter }, limit)) events.push(...page.events);
  return events;
}

/** What every adapter of the event store must do. */
export function eventStoreContract(name: string, newPlace: () => Place, { idsAreUniqueInTheLog }: Capabilities): void {
  describe(`${name} keeps the contract of the event store`, () => {
    let place: Place;
    let store: EventStore;
    beforeEach(async () => {
      place = newPlace();
      store = await place.open();
    });
    afterEach(async () => {
      await store.close();
      await place.remove();
    });

    describe('append', () => {
      it('writes events in order from revision 0 and answers the last place', async () => {
        const events = [anEvent(), anEvent()];
        const answer = await store.append('a-1', 'no-stream', events);
        const stored = await store.readStream('a-1');
        expect(stored.map(({ id, revision }) => [id, revision])).toEqual(events.map(({ id }, index) => [id, index]));
        expect(answer).toEqual({ revision: 1, position: stored[1]?.position, repeated: false });
        expect(stored[0]).toMatchObject(events[0] as object);
      });

      it('holds only if the stream is as expected', async () => {
        await store.append('a-1', 'no-stream', [anEvent()]);
        expect(await refusalOf(store.append('a-1', 'no-stream', [anEvent()]))).toBe('wrong-expected-revision');
        expect(await refusalOf(store.append('a-1', 5, [anEvent()]))).toBe('wrong-expected-revision');
        expect(await refusalOf(store.append('b-1', 0, [anEvent()]))).toBe('wrong-expected-revision');
        expect((await store.append('a-1', 0, [anEvent()])).revision).toBe(1);
        expect(await refusalOf(store.append('a-1', 0, [anEvent()]))).toBe('wrong-expected-revision');
        expect((await store.readStream('a-1')).length).toBe(2);
      });

      it('lets one of twenty parallel creators win, and every parallel append that expects nothing', async () => {
        const creators = await Promise.all(Array.from({ length: 20 }, () => refusalOf(store.append('a-1', 'no-stream', [anEvent()]))));
        expect(creators.filter((code) => code === 'not refused')).toHaveLength(1);
        expect(creators.filter((code) => code === 'wrong-expected-revision')).toHaveLength(19);
        await Promise.all(Array.from({ length: 20 }, () => store.append('side-1', 'any', [anEvent()])));
        expect((await store.readStream('side-1')).map(({ revision }) => revision)).toEqual([...Array(20).keys()]);
      });

      it.each([{ unhurried: false }, { unhurried: true }])(
        'takes what is asked for without waiting in the order of asking (%o)',
        async (how) => {
          const events = Array.from({ length: 300 }, () => anEvent());
          const streams = ['a-1', 'b-1', 'c-1'];
          const outcomes = await Promise.all(
            events.map((event, index) => {
              const revision = Math.floor(index / streams.length) - 1;
              return store.append(streams[index % streams.length] ?? '', revision < 0 ? 'no-stream' : revision, [event], how);
            }),
          );
          expect(outcomes.map(({ revision }) => revision)).toEqual(events.map((_event, index) => Math.floor(index / streams.length)));
          for (const [place, stream] of streams.entries()) {
            const own = events.filter((_event, index) => index % streams.length === place);
            expect((await store.readStream(stream)).map(({ id }) => id)).toEqual(own.map(({ id }) => id));
          }
        },
      );

      it('answers the same ids as the first time, also after others have appended', async () => {
        const first = [anEvent(), anEvent()];
        const answer = await store.append('a-1', 'no-stream', first);
        const second = [anEvent()];
        await store.append('a-1', 1, second);
        expect(await store.append('a-1', 'no-stream', first)).toEqual({ ...answer, repeated: true });
        expect((await store.append('a-1', 1, second)).repeated).toBe(true);
        expect((await store.append('a-1', 'any', second)).repeated).toBe(true);
        expect((await store.readStream('a-1')).length).toBe(3);
      });

      it('refuses ids that stand only partly where they should, or twice in one append', async () => {
        const [one, two] = [anEvent(), anEvent()];
        await store.append('a-1', 'no-stream', [one]);
        expect(await refusalOf(store.append('a-1', 'no-stream', [one, two]))).toBe('wrong-expected-revision');
        expect(await refusalOf(store.append('b-1', 'no-stream', [two, two]))).toBe('duplicate-event-id');
      });

      if (idsAreUniqueInTheLog) {
        it('refuses ids that stand in another stream', async () => {
          const one = anEvent();
          await store.append('a-1', 'no-stream', [one]);
          expect(await refusalOf(store.append('b-1', 'no-stream', [one]))).toBe('duplicate-event-id');
        });

        it('refuses only those of the appends of one moment whose ids stand elsewhere, and writes the others once', async () => {
          const [one, two, three] = [anEvent(), anEvent(), anEvent()];
          await store.append('a-1', 'no-stream', [one]);
          const codes = await Promise.all([
            refusalOf(store.append('b-1', 'no-stream', [two])),
            refusalOf(store.append('b-2', 'no-stream', [anEvent(), one])),
            refusalOf(store.append('b-3', 'no-stream', [two])),
            refusalOf(store.append('b-4', 'no-stream', [three])),
          ]);
          expect(codes).toEqual(['not refused', 'duplicate-event-id', 'duplicate-event-id', 'not refused']);
          const events = await readEverything(store, 10, { streamPrefixes: ['b-'] });
          expect(events.map(({ stream, id }) => [stream, id])).toEqual([
            ['b-1', two.id],
            ['b-4', three.id],
          ]);
        });
      }

      it('refuses nothing at all, and more than 1 MiB, and writes neither', async () => {
        expect(await refusalOf(store.append('a-1', 'no-stream', []))).toBe('empty-append');
        const half = () => anEvent('large', { text: 'x'.repeat(530_000) });
        expect(await refusalOf(store.append('a-1', 'no-stream', [half(), half()]))).toBe('append-too-large');
        expect(await store.readStream('a-1')).toEqual([]);
        expect((await store.append('a-1', 'no-stream', [half()])).revision).toBe(0);
      });

      it('is atomic and enforces revisions whatever many writers do at once', async () => {
        await fc.assert(
          fc.asyncProperty(
            fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 3 })), { maxLength: 40 }),
            async (appends) => {
              const run = randomUUID();
              const outcomes = await Promise.all(
                appends.map(async ([stream, size]) => {
                  const name = `w-${run}-${stream}`;
                  const current = (await store.readStream(name)).length - 1;
                  const events = Array.from({ length: size }, () => anEvent());
                  return { name, events, code: await refusalOf(store.append(name, current < 0 ? 'no-stream' : current, events)) };
                }),
              );
              for (const name of new Set(outcomes.map((outcome) => outcome.name))) {
                const written = outcomes.filter((outcome) => outcome.name === name && outcome.code === 'not refused');
                const stored = await store.readStream(name);
                expect(stored.map(({ revision }) => revision)).toEqual([...stored.keys()]);
                expect(stored.map(({ id }) => id).sort()).toEqual(written.flatMap(({ events }) => events.map(({ id }) => id)).sort());
              }
            },
          ),
          { numRuns: 15 },
        );
      });
    });

    describe('reading', () => {
      it('gives a stream from a revision, in part, and backwards', async () => {
        await store.append(
          'a-1',
          'no-stream',
          Array.from({ length: 5 }, () => anEvent()),
        );
        const revisions = async (options: Parameters<EventStore['readStream']>[1]) =>
          (await store.readStream('a-1', options)).map(({ revision }) => revision);
        expect(await revisions({ from: 2 })).toEqual([2, 3, 4]);
        expect(await revisions({ from: 5 })).toEqual([]);
        expect(await revisions({ from: 1, limit: 2 })).toEqual([1, 2]);
        expect(await revisions({ direction: 'backwards', limit: 1 })).toEqual([4]);
        expect(await revisions({ direction: 'backwards', from: 2 })).toEqual([2, 1, 0]);
        expect(await store.readStream('b-1')).toEqual([]);
      });

      it('gives the whole log in order of position, in pages of any size', async () => {
        for (const stream of ['a-1', 'b-1', 'a-2', 'b-2']) await store.append(stream, 'no-stream', [anEvent(), anEvent(), anEvent()]);
        const whole = await readEverything(store, 1000);
        expect(whole.map(({ position }) => position)).toEqual(whole.map(({ position }) => position).sort());
        expect(whole.map(({ stream }) => stream)).toEqual(['a-1', 'b-1', 'a-2', 'b-2'].flatMap((stream) => [stream, stream, stream]));
        for (const size of [1, 2, 5, 12]) expect(await readEverything(store, size)).toEqual(whole);
        expect(await store.head()).toBe(whole.at(-1)?.position);
      });

      it('leaves out what the filter leaves out and says how far it looked', async () => {
        for (let n = 0; n < 30; n += 1) await store.append(`noise-${n}`, 'no-stream', [anEvent('noise')]);
        await store.append('a-1', 'no-stream', [anEvent('kept'), anEvent('other')]);
        await store.append('aa-1', 'no-stream', [anEvent('kept')]);
        const of = async (filter: Parameters<typeof readEverything>[2]) =>
          (await readEverything(store, 2, filter)).map(({ stream, type }) => [stream, type]);
        expect(await of({ streamPrefixes: ['a-'] })).toEqual([
          ['a-1', 'kept'],
          ['a-1', 'other'],
        ]);
        expect(await of({ types: ['kept'] })).toEqual([
          ['a-1', 'kept'],
          ['aa-1', 'kept'],
        ]);
        expect(await of({ streamPrefixes: ['a-', 'aa-'], types: ['kept'] })).toEqual([
          ['a-1', 'kept'],
          ['aa-1', 'kept'],
        ]);
        // Several pages, if others have written much before: each is empty, and says how far it has looked.
        let last: Page | undefined;
        for await (const page of pagesOf(store, { filter: { streamPrefixes: ['none-'] } }, 10)) {
          expect(page.events).toEqual([]);
          expect(page.position > (last?.position ?? '')).toBe(true);
          last = page;
        }
        expect(last).toEqual({ events: [], position: await store.head(), end: true });
      });

      it('never misses an event while others write, in this process and in another', async () => {
        const elsewhere = place.appendElsewhere(['x-1', 'x-2'], 60);
        const here = Promise.all(
          Array.from({ length: 4 }, async (_, writer) => {
            for (let n = 0; n < 60; n += 1) await store.append(`w-${writer}`, n === 0 ? 'no-stream' : n - 1, [anEvent()]);
          }),
        );
        let writing = true;
        const written = Promise.all([elsewhere, here]).then(() => (writing = false));
        const seen: StoredEvent[] = [];
        let after: string | undefined;
        for (let last = false; !last;) {
          last = !writing;
          const page = await store.readAll({ after, limit: 7 });
          seen.push(...page.events);
          after = page.position;
          if (!page.end) last = false;
          // A store may answer without leaving the turn: the writers need theirs.
          await new Promise((turn) => setImmediate(turn));
        }
        await written;
        expect(seen.map(({ id }) => id)).toEqual((await readEverything(store, 1000)).map(({ id }) => id));
        expect(seen).toHaveLength(4 * 60 + 2 * 60);
        for (const stream of ['w-0', 'x-1']) {
          expect(seen.filter((event) => event.stream === stream).map(({ revision }) => revision)).toEqual([...Array(60).keys()]);
        }
      });

      it('has everything after closing and opening again', async () => {
        await store.append('a-1', 'no-stream', [anEvent(), anEvent()]);
        const before = await readEverything(store);
        await store.close();
        store = await place.open();
        expect(await readEverything(store)).toEqual(before);
        expect((await store.append('a-1', 1, [anEvent()])).position > (before.at(-1)?.position ?? '')).toBe(true);
      });
    });

    describe('subscribing', () => {
      it('catches up and goes on live, from any position, once each and in order', async () => {
        await store.append('a-1', 'no-stream', [anEvent(), anEvent(), anEvent()]);
        const [first] = await store.readStream('a-1');
        const collector = new Collector(5);
        const subscription = store.subscribe({ after: first?.position, batchSize: 2 }, collector.take);
        await store.append('a-1', 2, [anEvent()]);
        await store.append('a-2', 'no-stream', [anEvent(), anEvent()]);
        await collector.enough;
        await subscription.stop();
        expect(collector.events.map(({ id }) => id)).toEqual((await readEverything(store)).slice(1).map(({ id }) => id));
      });

      it('hears of what another process appends', async () => {
        const collector = new Collector(10);
        const subscription = store.subscribe({}, collector.take);
        await place.appendElsewhere(['x-1'], 10);
        await collector.enough;
        await subscription.stop();
        expect(collector.events.map(({ revision }) => revision)).toEqual([...Array(10).keys()]);
      });

      it('gives the next batch only when the handler has finished the one before', async () => {
        await store.append(
          'a-1',
          'no-stream',
          Array.from({ length: 10 }, () => anEvent()),
        );
        let running = 0;
        let most = 0;
        const collector = new Collector(10);
        const subscription = store.subscribe({ batchSize: 3 }, async (events, position) => {
          most = Math.max(most, (running += 1));
          await new Promise((resolve) => setImmediate(resolve));
          running -= 1;
          collector.take(events, position);
        });
        await collector.enough;
        await subscription.stop();
        expect(most).toBe(1);
        expect(collector.sizes.every((size) => size <= 3)).toBe(true);
      });

      it('stops cleanly: waits for the handler that runs and calls none afterwards', async () => {
        await store.append('a-1', 'no-stream', [anEvent(), anEvent()]);
        let calls = 0;
        let release = () => {};
        let enter = () => {};
        const entered = new Promise<void>((resolve) => (enter = resolve));
        const subscription = store.subscribe({ batchSize: 1 }, async () => {
          calls += 1;
          enter();
          await new Promise<void>((resolve) => (release = resolve));
        });
        await entered;
        const stopping = subscription.stop();
        release();
        await stopping;
        await store.append('a-1', 1, [anEvent()]);
        expect(calls).toBe(1);
      });

      it('ends with the error that a handler throws', async () => {
        await store.append('a-1', 'no-stream', [anEvent()]);
        const subscription = store.subscribe({}, () => {
          throw new Error('cannot take this');
        });
        await expect(subscription.done).rejects.toThrow('cannot take this');
      });
    });

    commandsFromKeysContract(newPlace);
  });
}
