import { randomUUID } from 'node:crypto';
import type { Admin, Consumer, IHeaders, Kafka, Producer } from 'kafkajs';
import { TOPIC, type Acknowledgement, type OpenTopic, type PartitionTail, type Topic, type TopicRecord } from '../topic.js';

/** Partitions of a topic that this program makes: how many consumers of one service can share the work. */
const PARTITIONS = 12;
/** How long a broker may take to accept a connection and to answer a request, in milliseconds. */
const CONNECTION_TIMEOUT = 3_000;
const REQUEST_TIMEOUT = 10_000;
/** Finding the cluster and reading tails may be tried again inside one connection: nothing is written by them. */
const READING_RETRY = { retries: 8, initialRetryTime: 100, maxRetryTime: 1_000 };

/**
 * The topic on a Kafka cluster, through kafkajs 2.2.4. The client is loaded when it is first opened.
 *
 * Sends are not retried by the client: its retries forget which partitions were answered by whom. One partition a send, every replica in
 * sync acknowledges (`acks: -1`), and what fails is for the relay to find out from the tails.
 * @param brokers `host:port` each
 */
export function kafkajsTopic(brokers: readonly string[]): OpenTopic {
  return async () => {
    const { default: kafkajs } = await import('kafkajs');
    const kafka = new kafkajs.Kafka({
      clientId: 'countersign-relay',
      brokers: [...brokers],
      logLevel: kafkajs.logLevel.NOTHING,
      connectionTimeout: CONNECTION_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      retry: READING_RETRY,
    });
    const createPartitioner = kafkajs.Partitioners.DefaultPartitioner;
    const admin = kafka.admin();
    const producer = kafka.producer({ allowAutoTopicCreation: false, maxInFlightRequests: 1, createPartitioner, retry: { retries: 0 } });
    try {
      await admin.connect();
      await ensureTopic(admin);
      const { topics } = await admin.fetchTopicMetadata({ topics: [TOPIC] });
      const partitionMetadata = topics[0]?.partitions ?? [];
      const partition = createPartitioner();
      await producer.connect();
      const partitionOf = (key: string) => partition({ topic: TOPIC, partitionMetadata, message: { key, value: null } });
      return new KafkajsTopic(kafka, admin, producer, partitionMetadata.length, partitionOf);
    } catch (error) {
      await Promise.allSettled([producer.disconnect(), admin.disconnect()]);
      throw error;
    }
  };
}

/** Events are kept for as long as the cluster lives: a consumer may come late, and the last record of each partition is the relay's memory. */
async function ensureTopic(admin: Admin): Promise<void> {
  if ((await admin.listTopics()).includes(TOPIC)) return;
  const configEntries = [{ name: 'retention.ms', value: '-1' }];
  // Somebody else may make it in this moment; replicas are as many as the cluster says (-1).
  await admin.createTopics({
    waitForLeaders: true,
    topics: [{ topic: TOPIC, numPartitions: PARTITIONS, replicationFactor: -1, configEntries }],
  });
}

class KafkajsTopic implements Topic {
  constructor(
    private readonly kafka: Kafka,
    private readonly admin: Admin,
    private readonly producer: Producer,
    readonly partitions: number,
    readonly partitionOf: (key: string) => number,
  ) {}

  async tails(): Promise<readonly PartitionTail[]> {
    const offsets = await this.admin.fetchTopicOffsets(TOPIC);
    const ends = new Map(offsets.map(({ partition, high }) => [partition, BigInt(high)]));
    const written = offsets.filter(({ high, low }) => BigInt(high) > BigInt(low)).map(({ partition }) => partition);
    const lasts = await this.lastRecords(new Map(written.map((partition) => [partition, (ends.get(partition) ?? 0n) - 1n])));
    return Array.from({ length: this.partitions }, (_, partition) => ({ next: ends.get(partition) ?? 0n, last: lasts.get(partition) }));
  }

  async send(partition: number, records: readonly TopicRecord[]): Promise<readonly Acknowledgement[]> {
    const messages = records.map(({ key, value, headers }) => ({ key, value, headers: { ...headers }, partition }));
    const answers = await this.producer.send({ topic: TOPIC, acks: -1, timeout: REQUEST_TIMEOUT, messages });
    return answers
      .filter(({ errorCode }) => errorCode === 0)
      .map((answer) => ({ partition: answer.partition, offset: BigInt(answer.baseOffset ?? '-1') }));
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.producer.disconnect(), this.admin.disconnect()]);
  }

  /**
   * Headers of the records at these offsets, by partition. kafkajs reads only as a group: it has one of its own for each time, which commits
   * nothing and is forgotten by the broker when it is left.
   */
  private async lastRecords(offsets: ReadonlyMap<number, bigint>): Promise<ReadonlyMap<number, Readonly<Record<string, string>>>> {
    const found = new Map<number, Readonly<Record<string, string>>>();
    if (offsets.size === 0) return found;
    const consumer = this.kafka.consumer({
      groupId: `countersign-relay-tail-${randomUUID()}`,
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: 100,
      retry: READING_RETRY,
    });
    try {
      await consumer.connect();
      await consumer.subscribe({ topic: TOPIC });
      await readAt(consumer, offsets, found);
      return found;
    } finally {
      await consumer.disconnect();
    }
  }
}

/** Reads until there is the record of every offset that is asked for. */
function readAt(
  consumer: Consumer,
  offsets: ReadonlyMap<number, bigint>,
  found: Map<number, Readonly<Record<string, string>>>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    const running = consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch: { partition, messages } }) => {
        const record = messages.find(({ offset }) => BigInt(offset) === offsets.get(partition));
        if (record !== undefined) found.set(partition, textsOf(record.headers ?? {}));
        if (found.size === offsets.size) resolve();
      },
    });
    running.catch(reject);
    for (const [partition, offset] of offsets) consumer.seek({ topic: TOPIC, partition, offset: String(offset) });
  });
}

function textsOf(headers: IHeaders): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
