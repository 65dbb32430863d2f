import { setImmediate as nextTurn } from 'node:timers/promises';
import { PaymentService } from '../../../../test/support/payment-service.js';
import type { CheckpointCache } from '../relay/checkpoint-file.js';
import type { RelayCheckpoint } from '../relay/lanes.js';
import { Relay, type RelayOptions } from '../relay/relay.js';
import type { TopicRecord } from '../relay/topic.js';
import { FakeBroker, type Fault } from './fake-topic.js';
import { FeedLog, SOURCE } from './feed-log.js';

/** A log, a broker in memory, and relays between them, one after the other. */
export class RelayBench {
  readonly log = new FeedLog();
  readonly warnings: string[] = [];
  /** What the relay has kept; a spec may lose it. */
  kept?: RelayCheckpoint;
  broker: FakeBroker;
  private relays: Relay[] = [];

  constructor(partitions = 3) {
    this.broker = new FakeBroker(partitions);
  }

  private readonly cache: CheckpointCache = {
    load: async () => this.kept,
    save: async (checkpoint) => {
      this.kept = checkpoint;
    },
  };

  /** Starts a relay. It only lets others have their turn between two tries, and gives a broker in memory two milliseconds. */
  relay(options: Partial<RelayOptions> = {}): Relay {
    const relay = this.made(options);
    relay.start();
    return relay;
  }

  /** The same, before it is started. */
  made(options: Partial<RelayOptions> = {}): Relay {
    const relay = new Relay({
      log: this.log.log,
      source: SOURCE,
      open: this.broker.open,
      checkpoint: this.cache,
      warn: (message) => this.warnings.push(message),
      deadline: 2,
      pause: () => nextTurn(),
      ...options,
    });
    this.relays.push(relay);
    return relay;
  }

  /** The faults of the next things that are asked of the broker; after them there are none. */
  faults(...plan: readonly (Fault | undefined)[]): void {
    const left = [...plan];
    this.broker.faultOf = () => left.shift();
  }

  /** The faults of the next sends; opening and reading tails goes well. */
  sendFaults(...plan: readonly (Fault | undefined)[]): void {
    const left = [...plan];
    this.broker.faultOf = (what) => (what === 'send' ? left.shift() : undefined);
  }

  /** Lets so many sends through; none after them, until other faults are set. */
  sendsBeforeFailure(count: number): Promise<void> {
    let left = count;
    return new Promise((failing) => {
      this.broker.faultOf = (what) => {
        if (what !== 'send' || left-- > 0) return undefined;
        failing();
        return 'refused';
      };
    });
  }

  /** A payment service that has read the whole topic: by turns from every partition, each in order. */
  paidByTopic(): PaymentService {
    const service = new PaymentService();
    const longest = Math.max(...this.broker.partitions.map((records) => records.length));
    for (let n = 0; n < longest; n += 1) {
      for (const records of this.broker.partitions) if (records[n] !== undefined) service.take(eventOf(records[n] as TopicRecord));
    }
    return service;
  }

  /** A payment service that has read the feed itself. */
  async paidByFeed(): Promise<PaymentService> {
    const service = new PaymentService();
    for (const event of await this.log.all()) service.take(event);
    return service;
  }

  async close(): Promise<void> {
    await Promise.all(this.relays.map((relay) => relay.stop()));
    await this.log.close();
  }
}

/** A record of the topic as its consumer reads it. */
export function eventOf({ headers, value }: TopicRecord) {
  const { ce_id: id = '', ce_type: type = '', ce_subject: subject = '', ce_sequence: sequence = '' } = headers;
  return { id, type, subject, sequence, data: JSON.parse(value) as unknown };
}
