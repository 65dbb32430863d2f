// Waits until a Kafka broker answers: kafka-answers.mjs HOST:PORT SECONDS
import { setTimeout as pause } from 'node:timers/promises';
import kafkajs from 'kafkajs';

const [address, seconds] = process.argv.slice(2);
const until = Date.now() + Number(seconds) * 1000;
const patience = { connectionTimeout: 1000, requestTimeout: 1000, retry: { retries: 0 } };
const kafka = new kafkajs.Kafka({ brokers: [address], logLevel: kafkajs.logLevel.NOTHING, ...patience });

for (;;) {
  const admin = kafka.admin();
  try {
    await admin.connect();
    await admin.listTopics();
    await admin.disconnect();
    break;
  } catch (error) {
    await admin.disconnect().catch(() => undefined);
    if (Date.now() > until) throw error;
    await pause(200);
  }
}
