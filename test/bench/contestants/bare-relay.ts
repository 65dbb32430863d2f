import kafkajs, { type Kafka, type Message, type Producer } from 'kafkajs';
import type { EventLog } from '#event-store';
import { topicRecordOf } from '../../../libs/feed/src/relay/topic-record.js';
import { openBenchLog } from '../support/bench-log.js';
import { contestant, inDirectory } from '../support/contestant.js';
import { mustHold, withTopic, type Relaying } from '../support/kafka.js';
import { happen, told, toldByRecord } from '../support/told-events.js';

const TOPIC = 'countersign-bench';
/** Of a topic that our relay makes. */
const PARTITIONS = 12;
/** Spreads keys as our relay does. */
const partitionOf = kafkajs.Partitioners.DefaultPartitioner();
const partitionMetadata = Array.from({ length: PARTITIONS }, (_none, partitionId) => {
  return { partitionId, partitionErrorCode: 0, leader: 1, replicas: [1], isr: [1], offlineReplicas: [] };
});

/**
 * The limit of the client: the very records that our relay sends, made beforehand, in batches as large, one after the other, each acknowledged
 * by every replica. Nobody reads a log, looks how the topic ends or checks what is acknowledged.
 */
await contestant<Relaying>(({ broker, times }) =>
  inDirectory((directory) =>
    withTopic(broker, TOPIC, async (kafka) => {
      const { log, close } = openBenchLog(directory);
      const head = await happen(log, times);
      const batches = await batchesOf(log);
      const began = performance.now();
      const producer = await openTopic(kafka);
      for (const messages of batches) await producer.send({ topic: TOPIC, acks: -1, messages });
      const seconds = (performance.now() - began) / 1000;
      await producer.disconnect();
      await mustHold(kafka, TOPIC, await toldByRecord(log));
      await close();
      return { value: Number(head) / seconds };
    }),
  ),
);

async function openTopic(kafka: Kafka): Promise<Producer> {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic: TOPIC, numPartitions: PARTITIONS }] });
  await admin.disconnect();
  const createPartitioner = kafkajs.Partitioners.DefaultPartitioner;
  const producer = kafka.producer({ allowAutoTopicCreation: false, maxInFlightRequests: 1, createPartitioner });
  await producer.connect();
  return producer;
}

/** What of each page goes to one partition, together. */
async function batchesOf(log: EventLog): Promise<readonly Message[][]> {
  const batches: Message[][] = [];
  for await (const events of told(log)) {
    const ofPage = new Map<number, Message[]>();
    for (const event of events) {
      const { key, value, headers } = topicRecordOf(event, PARTITIONS, 0n);
      const partition = partitionOf({ topic: TOPIC, partitionMetadata, message: { key, value } });
      const message = { key, value, headers: { ...headers }, partition };
      const messages = ofPage.get(partition);
      if (messages === undefined) ofPage.set(partition, [message]);
      else messages.push(message);
    }
    batches.push(...ofPage.values());
  }
  return batches;
}
