import { join } from 'node:path';
import type { EventLog } from '#event-store';
import { checkpointFile } from './checkpoint-file.js';
import { kafkajsTopic } from './kafkajs/kafkajs-topic.js';
import { Relay } from './relay.js';

/** What a relay of a process is made of. */
export interface RelaySetting {
  readonly log: EventLog;
  /** CloudEvents source of every event. */
  readonly source: string;
  /** Sources under which the same log told before it was renewed. */
  readonly formerly?: readonly string[];
  /** `host:port` each. */
  readonly brokers: readonly string[];
  /** Where it keeps how far it has come. */
  readonly directory: string;
  /** Whether it still may send; absent: always. */
  readonly maySend?: () => boolean;
}

/** The relay from a log to a Kafka cluster; it does nothing before it is started. */
export function kafkaRelay({ log, source, formerly, brokers, directory, maySend }: RelaySetting): Relay {
  return new Relay({
    log,
    source,
    formerly,
    maySend,
    open: kafkajsTopic(brokers),
    checkpoint: checkpointFile(join(directory, 'relay-checkpoint.json')),
    warn: (message) => process.emitWarning(message, { code: 'RELAY' }),
  });
}
