import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestServer } from '../../../../test/support/eventstoredb/test-server.js';
import type { EventStore, StoredEvent } from '../port.js';
import { anEvent, readEverything, refusalOf } from '../testing/event-store.contract.js';
import { ownLog } from '../testing/server-place.js';
import type { Patience } from './patience.js';
import { ALWAYS, openOnTheWire as open, refusalIn, UNAVAILABLE } from './testing/on-the-wire.js';

/** So little that an outage outlasts it soon. */
const HASTY: Patience = { deadline: 500, idle: 500, budget: 300, pauses: [1, 20] };

let server: TestServer;
let store: EventStore;
beforeEach(async () => {
  server = await TestServer.start();
  store = await open(ownLog(server.address()), HASTY);
});
afterEach(async () => {
  server.thaw();
  await store.close();
  await server.stop();
});

/** How a server goes, and comes back. */
const outages: readonly (readonly [how: string, go: () => unknown, come: () => unknown])[] = [
  ['refuses connections', () => server.order({ kind: 'away' }), () => server.order({ kind: 'back' })],
  ['stands still', () => server.freeze(), () => server.thaw()],
  [
    'goes in the middle of a page',
    async () => {
      await server.fault({ of: 'read', times: ALWAYS, how: 'refuse', status: UNAVAILABLE, after: 1 });
      await server.order({ kind: 'subscriptions', how: { status: UNAVAILABLE } });
    },
    () => server.order({ kind: 'heal' }),
  ],
];

/** Asks until somebody whose time is longer than {@link HASTY} would have been refused three times. */
async function threeBudgets(): Promise<void> {
  const start = performance.now();
  while (performance.now() - start < 3 * HASTY.budget) await refusalOf(store.readStream('a-1', { direction: 'backwards' }));
}

/** Tries again until it works, as a client that is told 503 does. */
async function untilDone<Result>(work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Error) || !['log-busy', 'log-unreachable', 'outcome-unknown'].includes(error.message)) throw error;
    }
    await new Promise((turn) => setTimeout(turn, 5));
  }
}

describe('an EventStoreDB server that', () => {
  it.each(outages)(
    '%s longer than anybody waits: subscriptions go on when it is back, and nothing is lost or doubled',
    async (_, go, come) => {
      const heard: StoredEvent[] = [];
      let wake = () => {};
      const take = (events: readonly StoredEvent[]) => {
        heard.push(...events);
        wake();
      };
      const subscriptions = [store.subscribe({}, take), store.subscribe({ filter: { streamPrefixes: ['none-'] } }, () => undefined)];
      const hears = (count: number) =>
        new Promise<void>((resolve) => {
          wake = () => heard.length >= count && resolve();
          wake();
        });
      await store.append('a-1', 'no-stream', [anEvent(), anEvent(), anEvent()]);
      await hears(3);
      await go();
      await threeBudgets();
      await come();
      const event = anEvent();
      await untilDone(() => store.append('a-1', 2, [event]));
      await Promise.race([hears(4), ...subscriptions.map(({ done }) => done)]);
      const whole = await untilDone(() => readEverything(store));
      expect(heard).toEqual(whole);
      expect(whole).toHaveLength(4);
      await Promise.all(subscriptions.map((subscription) => subscription.stop()));
    },
  );

  it('is away is known at once to everybody, and known to be back without anybody asking', async () => {
    await store.append('a-1', 'no-stream', [anEvent()]);
    expect(store.condition?.()).toEqual({ state: 'answering' });
    await server.order({ kind: 'away' });
    expect(await refusalIn(store.head())).toMatchObject({ kind: 'unavailable', code: 'log-unreachable' });
    expect(store.condition?.()).toMatchObject({ state: 'unreachable' });
    // Nobody waits in a line: all are refused in the turn in which they ask.
    const codes = await Promise.all(Array.from({ length: 5_000 }, (_, n) => refusalOf(store.append(`b-${n}`, 'no-stream', [anEvent()]))));
    expect(new Set(codes)).toEqual(new Set(['log-busy']));
    await server.order({ kind: 'back' });
    while (store.condition?.().state !== 'answering') await new Promise((turn) => setTimeout(turn, 5));
    expect(await readEverything(store)).toHaveLength(1);
  });
});

describe('a database that is another one when the server is back', () => {
  const replaced = [
    ['emptied', async () => server.order({ kind: 'wipe' })],
    ['set back to an earlier state', async () => server.order({ kind: 'set-back', events: 2 })],
    [
      'holding another log of the same name',
      async () => {
        await server.order({ kind: 'wipe' });
      },
    ],
  ] as const;

  it.each(replaced)('%s, gets nothing written into it', async (_, replace) => {
    const address = ownLog(server.address());
    const own = await open(address, HASTY);
    await own.append('a-1', 'no-stream', [anEvent()]);
    await own.append('a-2', 'no-stream', [anEvent(), anEvent()]);
    await server.order({ kind: 'away' });
    await replace();
    await server.order({ kind: 'back' });
    const codes = await Promise.all(
      ['c-1', 'c-2'].map((stream) => refusalOf(untilDone(() => own.append(stream, 'no-stream', [anEvent()])))),
    );
    expect(codes).toEqual(['log-replaced', 'log-replaced']);
    expect(own.condition?.()).toEqual({ state: 'replaced' });
    // From now on at once.
    expect(await refusalOf(own.head())).toBe('log-replaced');
    await own.close();
    const other = await open(address);
    expect((await readEverything(other)).filter(({ stream }) => stream.startsWith('c-'))).toEqual([]);
    await other.close();
  });
});
