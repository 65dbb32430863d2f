import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import kafkajs, { type Admin, type Kafka } from 'kafkajs';
import { kafkaRelay, StandbyRelay } from '#feed';
import { Refusal, type Position } from '#kernel';
import { readConfiguration } from '#platform';
import type { View } from '#projections';
import { FeedLog, SOURCE } from '../../libs/feed/src/testing/feed-log.js';
import { eventOf } from '../../libs/feed/src/testing/relay-bench.js';
import { readPostgresAddress } from '../../libs/projections/src/postgres/address.js';
import { PostgresReadStore } from '../../libs/projections/src/postgres/postgres-read-store.js';
import { ProjectionRunner } from '../../libs/projections/src/projection-runner.js';
import { counted } from '../../libs/projections/src/testing/counted.js';
import { askServer } from '../../libs/projections/src/testing/own-schemas.js';
import { readStoreText } from '../../libs/projections/src/testing/read-store-of.js';
import { tallyProjection, type TallyTables } from '../../libs/projections/src/testing/tally.projection.js';
import { dice, seedOf } from '../support/chance.js';
import { PaymentService } from '../support/payment-service.js';
import { KafkaNode, pause, soon } from './support/kafka-node.js';
import { PostgresServer } from './support/postgres-server.js';
import { answersOf, readTopic, removeTopic } from './support/topic-reader.js';

/** Where the servers are kept, if they may be stopped and started. */
const { COUNTERSIGN_KAFKA_HOME: kafkaHome, COUNTERSIGN_READ_STORE_HOME: postgresHome } = process.env;
const brokers = readConfiguration({ COUNTERSIGN_KAFKA: process.env.COUNTERSIGN_KAFKA }).kafka ?? [];
const kafka: Kafka = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING, retry: { retries: 20 } });

const RECORDS = 50;
/** The longest that anything is waited for before it happens, and that it lasts. */
const MOMENT_MS = 1_000;
const AWAY_MS = 4_000;
/** What is refused while a server is away, or its data are made anew. */
const AWAY = ['read-store-unavailable', 'read-store-no-database', 'read-store-incomplete', 'view-made-anew', 'view-behind'];

/** A way for a server to go, and its way back. */
interface Outage {
  readonly how: string;
  go(): Promise<() => Promise<unknown>>;
}

let admin: Admin;
let log: FeedLog;
let store: PostgresReadStore;
let runner: ProjectionRunner;
let view: View<TallyTables>;
let relay: StandbyRelay;
let warnings: string[];
let stopLoad: () => Promise<unknown>;

beforeAll(async () => {
  admin = kafka.admin();
  await admin.connect();
});
afterAll(() => admin.disconnect());
beforeEach(async () => {
  await removeTopic(admin);
  warnings = [];
  stopLoad = () => Promise.resolve();
  log = new FeedLog([counted]);
  store = new PostgresReadStore(address());
  runner = new ProjectionRunner(log.log, store, { warn: (message) => warnings.push(message) });
  view = runner.view(tallyProjection());
  runner.start();
  const directory = join(log.opened.directory, 'relay');
  mkdirSync(directory);
  relay = new StandbyRelay(log.log, store.lease('relay'), (maySend) =>
    kafkaRelay({ log: log.log, source: SOURCE, brokers, directory, maySend }),
  );
  relay.start();
});
afterEach(async () => {
  await stopLoad();
  await relay.stop();
  await runner.stop();
  await store.close();
  await log.close();
});

const address = () => readPostgresAddress(readStoreText(log.opened.directory));

(kafkaHome === undefined || postgresHome === undefined ? describe.skip : describe)('servers that go and come at random moments', () => {
  it('nothing is lost or doubled, and everything goes on within five seconds of their return, by itself', async () => {
    const chance = dice(seedOf('outages of PostgreSQL and Kafka'));
    const [postgres, node] = [new PostgresServer(postgresHome ?? ''), new KafkaNode(kafkaHome ?? '')];
    const stop = load();
    stopLoad = stop;
    await goesOn();
    const rounds = shuffled(
      [...shuffled(ofPostgres(postgres), chance).slice(0, 4), ...shuffled(ofKafka(node), chance).slice(0, 3)],
      chance,
    );
    for (const { how, go } of rounds) {
      const [moment, lasts] = [chance() * MOMENT_MS, chance() * AWAY_MS];
      await pause(moment);
      process.stderr.write(`${how} for ${Math.round(lasts)} ms\n`);
      const come = await go();
      await pause(lasts);
      await come();
      await answersOf(brokers);
      await goesOn();
    }
    const { events } = await stop();
    const head = await log.log.head();
    await view.upTo(head, { ms: 20_000, counted: 'since-progress' });
    const rows = await view.db.selectFrom('tally').select(['stream', 'events', 'sum']).orderBy('stream').execute();
    expect(rows).toEqual(events);
    while ((await relay.health()).position < head) await pause();
    await expectTold();
    expect(warnings).toEqual([]);
  }, 300_000);
});

function ofPostgres(server: PostgresServer): Outage[] {
  const { namespace } = address();
  const asked = (statement: string) => askServer(address(), statement);
  return [
    { how: 'PostgreSQL is stopped', go: () => server.stop().then(() => () => server.start()) },
    { how: 'PostgreSQL is killed', go: () => server.kill().then(() => () => server.start()) },
    { how: 'PostgreSQL stands still', go: () => server.freeze().then((thaw) => async () => thaw()) },
    {
      how: 'PostgreSQL is started anew',
      go: () =>
        server
          .stop()
          .then(() => server.start())
          .then(() => async () => undefined),
    },
    {
      how: 'all schemas are dropped',
      go: () => asked(`drop schema "${namespace}", "${namespace}_tally_v1" cascade`).then(() => async () => undefined),
    },
  ];
}

function ofKafka(node: KafkaNode): Outage[] {
  return [
    { how: 'Kafka is stopped', go: () => node.stop().then(() => () => node.start()) },
    { how: 'Kafka is killed', go: () => node.kill().then(() => () => node.start()) },
    { how: 'Kafka stands still', go: async () => (node.freeze(), async () => node.thaw()) },
    { how: 'the topic is deleted', go: () => admin.deleteTopics({ topics: ['countersign.records.v1'] }).then(() => async () => undefined) },
  ];
}

/** Events without end, of records and of what is counted; when it is stopped, what the tally must be. */
function load() {
  let going = true;
  const sums = new Map<string, { stream: string; events: number; sum: number }>();
  const running = (async () => {
    for (let n = 0; going; n += 1) {
      await log.happened(n % RECORDS, 'record-opened', 'record-approved', n % 3 === 0 ? 'record-reopened' : 'error-dismissed');
      const stream = `count-${n % 7}`;
      await log.opened.append(stream, 'counted', { by: n });
      const { events, sum } = sums.get(stream) ?? { events: 0, sum: 0 };
      sums.set(stream, { stream, events: events + 1, sum: sum + n });
      await pause();
    }
  })();
  return async () => {
    going = false;
    await running;
    return { events: [...sums.values()].sort((one, other) => (one.stream < other.stream ? -1 : 1)) };
  };
}

/** What happens from now on is in the view and in the topic soon. */
async function goesOn(): Promise<void> {
  const now = await log.log.head();
  const later = (position: Position | undefined) => (position ?? '') > now;
  await Promise.all([soon('the view', async () => later(await viewed())), soon('the relay', async () => later(await relayed()))]);
}

function viewed(): Promise<Position | undefined> {
  return view.position().catch((error: unknown) => {
    if (error instanceof Refusal && AWAY.includes(error.code)) return undefined;
    throw error;
  });
}

async function relayed(): Promise<Position> {
  const { state, position } = await relay.health();
  expect(state).not.toBe('halted');
  return position;
}

/** A payment service that reads the whole topic has done what one has that read the log's own feed. */
async function expectTold(): Promise<void> {
  const [told, expected] = [new PaymentService(), new PaymentService()];
  await readTopic(kafka, (key, value, headers) => told.take(eventOf({ key, value, headers })));
  for (const event of await log.all()) expected.take(event);
  expect(told.taken).toBe(expected.taken);
  expect([...told.payments].sort()).toEqual([...expected.payments].sort());
  expect([...told.standing].sort()).toEqual([...expected.standing].sort());
}

function shuffled<Item>(items: readonly Item[], chance: () => number): Item[] {
  return items
    .map((item) => ({ item, place: chance() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item);
}
