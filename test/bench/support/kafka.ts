import { randomUUID } from 'node:crypto';
import kafkajs, { type Kafka } from 'kafkajs';
import { mustBe } from './contestant.js';

/** What our relay and a bare producer are measured by. */
export interface Relaying {
  /** A broker to throw away, `host:port`. */
  readonly broker: string;
  /** How often the events happen that are relayed. */
  readonly times: number;
}

/** Works with a broker that has no such topic, and removes the topic afterwards. @throws Error if it is there already: then it is somebody's */
export async function withTopic<Answer>(broker: string, topic: string, work: (kafka: Kafka) => Promise<Answer>): Promise<Answer> {
  const kafka = new kafkajs.Kafka({ brokers: [broker], logLevel: kafkajs.logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  if ((await admin.listTopics()).includes(topic)) throw new Error(`${topic} is on this broker, which is no broker to throw away`);
  try {
    return await work(kafka);
  } finally {
    await admin.deleteTopics({ topics: [topic] });
    await admin.disconnect();
  }
}

/**
 * Reads a topic from its beginning.
 * @param expected ids of the events that must be there, for each key in order
 * @throws Error if an event is missing, comes twice, or before one that it should come behind
 */
export async function mustHold(kafka: Kafka, topic: string, expected: ReadonlyMap<string, readonly string[]>): Promise<void> {
  const consumer = kafka.consumer({ groupId: `bench-${randomUUID()}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const wanted = [...expected.values()].reduce((sum, { length }) => sum + length, 0);
  const found = new Map<string, string[]>();
  let records = 0;
  const ended = new Promise<void>((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    const running = consumer.run({
      autoCommit: false,
      eachMessage: async ({ message: { key, headers } }) => {
        const ids = found.get(String(key)) ?? [];
        found.set(String(key), ids);
        ids.push(String(headers?.ce_id));
        records += 1;
        if (records === wanted) resolve();
      },
    });
    running.catch(reject);
  });
  await ended;
  await consumer.disconnect();
  const wrong = [...expected].filter(([key, ids]) => ids.join() !== found.get(key)?.join());
  mustBe('keys whose events are not each there once and in order', wrong.length, 0);
}
