import kafkajs, { type Admin, type Kafka } from 'kafkajs';
import { TOPIC } from '#feed';
import { pause } from './kafka-node.js';

type Take = (key: string, value: string, headers: Readonly<Record<string, string>>) => void;

/** Reads the whole topic as it stands. A node that was just started lets nobody join a group yet: then it is tried again, before anything was read. */
export async function readTopic(kafka: Kafka, take: Take): Promise<void> {
  for (;;) {
    try {
      return await readOnce(kafka, take);
    } catch (error) {
      if ((error as { readonly type?: unknown }).type !== 'GROUP_LOAD_IN_PROGRESS') throw error;
      await pause();
    }
  }
}

async function readOnce(kafka: Kafka, take: Take): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  const offsets = (await admin.fetchTopicOffsets(TOPIC)).filter(({ high, low }) => high !== low);
  await admin.disconnect();
  const ends = new Map(offsets.map(({ partition, high }) => [partition, BigInt(high)]));
  const consumer = kafka.consumer({ groupId: `payment-${Date.now()}-${Math.random()}`, maxWaitTimeInMs: 100 });
  try {
    await consumer.connect();
    await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
    await new Promise<void>((done, failed) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => failed(payload.error));
      const running = consumer.run({
        autoCommit: false,
        eachMessage: async ({ partition, message: { key, value, headers = {}, offset } }) => {
          try {
            const texts = Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, String(text)]));
            take(String(key), String(value), texts);
          } catch (error) {
            failed(error);
          }
          if (BigInt(offset) + 1n >= (ends.get(partition) ?? 0n)) ends.delete(partition);
          if (ends.size === 0) done();
        },
      });
      running.catch(failed);
    });
  } finally {
    await consumer.disconnect();
  }
}

export async function removeTopic(admin: Admin): Promise<void> {
  if (!(await admin.listTopics()).includes(TOPIC)) return;
  await admin.deleteTopics({ topics: [TOPIC] });
  while ((await admin.listTopics()).includes(TOPIC));
}

/** Comes back when a node that is being started can be asked for the topic: what stood in it has been read, who leads is known. */
export async function answersOf(brokers: readonly string[]): Promise<void> {
  const once = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING, retry: { retries: 0 } });
  for (;;) {
    const admin = once.admin();
    try {
      await admin.connect();
      await admin.fetchTopicOffsets(TOPIC);
      return;
    } catch {
      await pause();
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }
}
