import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import kafkajs, { type Admin, type Kafka } from 'kafkajs';
import { kafkaRelay, StandbyRelay, TOPIC, type Relay } from '#feed';
import { readConfiguration } from '#platform';
import { eventOf } from '../../libs/feed/src/testing/relay-bench.js';
import { FeedLog, SOURCE } from '../../libs/feed/src/testing/feed-log.js';
import { PaymentService } from '../support/payment-service.js';
import { KafkaNode, pause, soon } from './support/kafka-node.js';
import { answersOf, readTopic, removeTopic } from './support/topic-reader.js';

const brokers = readConfiguration({ COUNTERSIGN_KAFKA: process.env.COUNTERSIGN_KAFKA }).kafka ?? [];
/** Where `start-kafka.sh` keeps the node, if it may be stopped and started. */
const home = process.env.COUNTERSIGN_KAFKA_HOME;

/** Appends on their way at one time; fewer than there are records. */
const AT_ONCE = 250;

const node = () => new KafkaNode(home ?? '');

const kafka: Kafka = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING, retry: { retries: 20 } });
let admin: Admin;
let log: FeedLog;
let directory: string;
let relays: (Relay | StandbyRelay)[];

beforeAll(async () => {
  admin = kafka.admin();
  await admin.connect();
});
afterAll(() => admin.disconnect());

// Each test has a log of its own, so a topic of its own: the relay does not write to one that holds another log.
beforeEach(async () => {
  await removeTopic(admin);
  log = new FeedLog();
  directory = mkdtempSync(join(tmpdir(), 'countersign-relay-'));
  relays = [];
});
afterEach(async () => {
  await Promise.all(relays.map((relay) => relay.stop()));
  await log.close();
  rmSync(directory, { recursive: true });
});

describe('the relay to a real Kafka', () => {
  it('makes the topic, sends CloudEvents under the key of the record, and goes on where the topic ends', async () => {
    const first = relay();
    await first.reached(await happened(50));
    await first.stop();
    // Without its own memory: what it knows, it knows from the topic.
    rmSync(join(directory, 'relay-checkpoint.json'));
    const second = relay();
    await second.reached(await happened(50));
    const { service, headers, keys } = await consume();
    expect(service.repeated).toBe(0);
    await expectTotals(service);
    expect(headers).toMatchObject({ ce_specversion: '1.0', ce_source: SOURCE, 'content-type': 'application/json' });
    expect(keys).toBe(true);
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: TOPIC, configNames: ['retention.ms'] }],
    });
    expect(resources[0]?.configEntries).toContainEqual(expect.objectContaining({ configName: 'retention.ms', configValue: '-1' }));
  });

  it('loses nothing when partitions are added', async () => {
    const first = relay();
    await first.reached(await happened(40));
    await first.stop();
    const { topics } = await admin.fetchTopicMetadata({ topics: [TOPIC] });
    const count = (topics[0]?.partitions.length ?? 0) + 5;
    await admin.createPartitions({ topicPartitions: [{ topic: TOPIC, count }] });
    await relay().reached(await happened(40));
    const ids = await idsOfTopic();
    expect((await log.all()).filter(({ id }) => !ids.has(id))).toEqual([]);
  });

  it('is taken over from one that ends, or whose lease another has taken, without a gap', async () => {
    const [leader, follower] = await inOrder(standby('first'), standby('second'));
    await toldBy(await happened(40));
    await leader.stop();
    await toldBy(await happened(40));
    expect(await statesOf(leader, follower)).toEqual(['stopped', 'following']);
    // Both at once for a moment, as when a process stood still beyond its lease: the one learns of the other from the topic.
    const zombie = relay();
    await zombie.reached(await happened(40));
    await toldBy(await happened(40));
    await zombie.stop();
    await toldBy(await happened(40));
    const { service } = await consume();
    await expectTotals(service);
  }, 120_000);

  it('brings a consumer that was off for 100,000 events up to date, complete and in order for each record', async () => {
    const position = await happened(25_000);
    const running = relay();
    await running.reached(position);
    const { service } = await consume();
    // Each of the 25,000 approvals, and each that was reopened, says so of payment as well.
    expect(service.taken).toBe(133_350);
    expect(service.repeated).toBe(0);
    await expectTotals(service);
  }, 600_000);

  (home === undefined ? describe.skip : describe)('on a node that goes and comes under load', () => {
    const outages: readonly (readonly [how: string, go: () => unknown, come: () => unknown])[] = [
      ['is stopped', () => node().stop(), () => node().start()],
      ['is killed', () => node().kill(), () => node().start()],
      ['stands still', () => node().freeze(), () => node().thaw()],
    ];

    it.each(outages)(
      '%s: waits however long it is away, says so, and goes on by itself soon after its return',
      async (_, go, come) => {
        const running = relay();
        await running.reached(await happened(20));
        let going = true;
        const load = (async () => {
          for (; going; await pause()) await happened(1);
        })();
        await go();
        let health = await running.health();
        // Longer than it gives any one thing: it has failed, and tries again.
        for (; health.state !== 'waiting'; await pause()) health = await running.health();
        const { position } = health;
        await come();
        // A node that is being started takes ten seconds and more of its own until it answers anybody: it is counted from its first answer.
        await answersOf(brokers);
        const moves = soon('the relay', async () => (await running.health()).position !== position);
        await moves.finally(() => {
          going = false;
          return load;
        });
        await running.reached(await happened(5));
        expect(await running.health()).toMatchObject({ state: 'following', behind: 0 });
        const { service } = await consume();
        await expectTotals(service);
      },
      600_000,
    );
  });
});

function relay(): Relay {
  const made = kafkaRelay({ log: log.log, source: SOURCE, brokers, directory });
  relays.push(made);
  made.start();
  return made;
}

/** A relay as a process has it that may have to stand by, with a memory of its own. */
function standby(name: string): StandbyRelay {
  const own = join(directory, name);
  mkdirSync(own);
  const lease = log.opened.readStore().lease('relay');
  const made = new StandbyRelay(log.log, lease, (maySend) =>
    kafkaRelay({ log: log.log, source: SOURCE, brokers, directory: own, maySend }),
  );
  relays.push(made);
  made.start();
  return made;
}

/** Which of the two leads, once one does: who is slow loses its turn to the other, so it need not be the one that came first. */
async function inOrder(one: StandbyRelay, other: StandbyRelay): Promise<readonly [leader: StandbyRelay, follower: StandbyRelay]> {
  for (;;) {
    const [first, second] = (await statesOf(one, other)).map((state) => state === 'standing-by');
    if (first !== second) return second === true ? [one, other] : [other, one];
    await new Promise((turn) => setTimeout(turn, 20));
  }
}

const statesOf = (...several: readonly StandbyRelay[]) => Promise.all(several.map(async (one) => (await one.health()).state));

/** Comes back when one of the relays has told everything up to a position. */
async function toldBy(position: string): Promise<void> {
  while (
    !(await Promise.all(relays.map((one) => one.health()))).some((health) => health.state === 'following' && health.position >= position)
  ) {
    await new Promise((turn) => setTimeout(turn, 20));
  }
}

/** So many times, four events that are told and one that is not; a thousand records in turn. */
async function happened(times: number): Promise<string> {
  const positions: string[] = [];
  for (let done = 0; done < times; done += AT_ONCE) {
    const turns = Array.from({ length: Math.min(AT_ONCE, times - done) }, (_, n) => (done + n) % 1000);
    positions.push(...(await Promise.all(turns.map(turn))));
  }
  return positions.reduce((last, position) => (position > last ? position : last), '');
}

function turn(n: number): Promise<string> {
  const stop = n % 3 === 0 ? 'record-reopened' : 'error-dismissed';
  return log.happened(n, 'record-opened', 'details-recorded', 'record-approved', stop, 'line-submitted');
}

/** A payment service that reads the whole topic as it stands, with what the last record looked like. */
async function consume(): Promise<{ service: PaymentService; headers: Readonly<Record<string, string>>; keys: boolean }> {
  const service = new PaymentService();
  let headers: Readonly<Record<string, string>> = {};
  let keys = true;
  await readTopic(kafka, (key, value, own) => {
    headers = own;
    keys &&= key === own.ce_subject && key === own.ce_partitionkey;
    service.take(eventOf({ key, value, headers: own }));
  });
  return { service, headers, keys };
}

async function idsOfTopic(): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  await readTopic(kafka, (_key, _value, { ce_id: id = '' }) => ids.add(id));
  return ids;
}

/** What a payment service must have done that read the log's own feed. */
async function expectTotals(service: PaymentService): Promise<void> {
  const expected = new PaymentService();
  for (const event of await log.all()) expected.take(event);
  expect(service.taken).toBe(expected.taken);
  expect([...service.payments].sort()).toEqual([...expected.payments].sort());
  expect([...service.standing].sort()).toEqual([...expected.standing].sort());
}
