import type { Admin, KafkaConfig, Producer } from 'kafkajs';
import { TOPIC, type Acknowledgement, type OpenTopic, type PartitionTail, type Topic, type TopicRecord } from '../topic.js';
import { lastRecords } from './last-records.js';
import { CLIENT_ID, CONNECTION_TIMEOUT, READING_RETRY, READING_TIMEOUT, SENDING_TIMEOUT } from './settings.js';

/** Partitions of a topic that this program makes: how many consumers of one service can share the work. */
const PARTITIONS = 12;

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
    const settings: KafkaConfig = {
      clientId: CLIENT_ID,
      brokers: [...brokers],
      logLevel: kafkajs.logLevel.NOTHING,
      connectionTimeout: CONNECTION_TIMEOUT,
      retry: READING_RETRY,
    };
    const createPartitioner = kafkajs.Partitioners.DefaultPartitioner;
    const admin = new kafkajs.Kafka({ ...settings, requestTimeout: READING_TIMEOUT }).admin();
    const producer = new kafkajs.Kafka({ ...settings, requestTimeout: SENDING_TIMEOUT }).producer({
      allowAutoTopicCreation: false,
      createPartitioner,
      retry: { retries: 0 },
    });
    try {
      await admin.connect();
      await ensureTopic(admin);
      const { topics } = await admin.fetchTopicMetadata({ topics: [TOPIC] });
      const partitionMetadata = topics[0]?.partitions ?? [];
      const partition = createPartitioner();
      await producer.connect();
      const partitionOf = (key: string) => partition({ topic: TOPIC, partitionMetadata, message: { key, value: null } });
      return new KafkajsTopic(brokers, admin, producer, partitionMetadata.length, partitionOf);
    } catch (error) {
      // They end when what they have asked for is answered or given up: nobody waits for that.
      void Promise.allSettled([producer.disconnect(), admin.disconnect()]);
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
    private readonly brokers: readonly string[],
    private readonly admin: Admin,
    private readonly producer: Producer,
    readonly partitions: number,
    readonly partitionOf: (key: string) => number,
  ) {}

  async tails(): Promise<readonly PartitionTail[]> {
    const offsets = await this.admin.fetchTopicOffsets(TOPIC);
    const ends = new Map(offsets.map(({ partition, high }) => [partition, BigInt(high)]));
    const written = offsets.filter(({ high, low }) => BigInt(high) > BigInt(low)).map(({ partition }) => partition);
    const lasts = await lastRecords(this.brokers, new Map(written.map((partition) => [partition, (ends.get(partition) ?? 0n) - 1n])));
    return Array.from({ length: this.partitions }, (_, partition) => ({ next: ends.get(partition) ?? 0n, last: lasts.get(partition) }));
  }

  async send(partition: number, records: readonly TopicRecord[]): Promise<readonly Acknowledgement[]> {
    const messages = records.map(({ key, value, headers }) => ({ key, value, headers: { ...headers }, partition }));
    const answers = await this.producer.send({ topic: TOPIC, acks: -1, timeout: SENDING_TIMEOUT, messages });
    return answers
      .filter(({ errorCode }) => errorCode === 0)
      .map((answer) => ({ partition: answer.partition, offset: BigInt(answer.baseOffset ?? '-1') }));
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.producer.disconnect(), this.admin.disconnect()]);
  }
}
