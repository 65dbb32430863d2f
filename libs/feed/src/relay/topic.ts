/** The topic that records are told on. */
export const TOPIC = 'countersign.records.v1';

/** A record of the topic as it is sent: CloudEvents binary mode. */
export interface TopicRecord {
  /** The record's id (of Countersign): decides the partition. */
  readonly key: string;
  /** The event's data, JSON. */
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** How a partition ends. */
export interface PartitionTail {
  /** The offset that the next record will have. */
  readonly next: bigint;
  /** Headers of the last record; absent: the partition holds none. */
  readonly last?: Readonly<Record<string, string>>;
}

/** What a broker says that it has written. */
export interface Acknowledgement {
  readonly partition: number;
  /** The offset of the first record of the batch. */
  readonly offset: bigint;
}

/**
 * One connection to the topic. It is thrown away at the first thing that goes wrong, and another one is opened: a client that has seen an
 * error may hold stale leaders, dead sockets or half an answer.
 */
export interface Topic {
  /** How many partitions there are; does not change while this connection lasts. */
  readonly partitions: number;
  partitionOf(key: string): number;
  /** How each partition ends, in order of partitions. */
  tails(): Promise<readonly PartitionTail[]>;
  /** Sends records to one partition, in order, all or none, and comes back when all replicas in sync hold them. */
  send(partition: number, records: readonly TopicRecord[]): Promise<readonly Acknowledgement[]>;
  close(): Promise<void>;
}

/** Opens a connection, making the topic if it does not exist. */
export type OpenTopic = () => Promise<Topic>;
