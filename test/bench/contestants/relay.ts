import { kafkaRelay, TOPIC } from '#feed';
import { openBenchLog } from '../support/bench-log.js';
import { contestant, inDirectory } from '../support/contestant.js';
import { mustHold, withTopic, type Relaying } from '../support/kafka.js';
import { happen, SOURCE, toldByRecord } from '../support/told-events.js';

/** Our relay: events of the log per second, until the broker has everything that others are told of them. */
await contestant<Relaying>(({ broker, times }) =>
  inDirectory((directory) =>
    withTopic(broker, TOPIC, async (kafka) => {
      const { log, close } = openBenchLog(directory);
      const head = await happen(log, times);
      const relay = kafkaRelay({ log, source: SOURCE, brokers: [broker], directory });
      const began = performance.now();
      relay.start();
      await relay.reached(head);
      const seconds = (performance.now() - began) / 1000;
      await relay.stop();
      await mustHold(kafka, TOPIC, await toldByRecord(log));
      await close();
      return { value: Number(head) / seconds };
    }),
  ),
);
