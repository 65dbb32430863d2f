import type { Acknowledgement, OpenTopic, PartitionTail, Topic, TopicRecord } from '../relay/topic.js';

/**
 * What can go wrong with one thing that is asked of a broker:
 * `refused`: it was not done, and that is said (also: the leader has changed); `ack-lost`: it was done, and the answer got lost;
 * `hangs`: it was not done and nothing is said; `late`: nothing is said, and it is done only when somebody connects again; `zombie`: nothing
 * is said, and it is done only right before something else is sent;
 * `stale-ack`: it was not done, and the answer to an earlier batch of this connection comes back; `no-ack`: it was not done, and nothing is acknowledged.
 */
export type Fault = 'refused' | 'ack-lost' | 'hangs' | 'late' | 'zombie' | 'stale-ack' | 'no-ack';
export const FAULTS: readonly Fault[] = ['refused', 'ack-lost', 'hangs', 'late', 'zombie', 'stale-ack', 'no-ack'];

/** A broker in memory with faults: what a client of it sees of a cluster, and what the cluster really holds. */
export class FakeBroker {
  /** What the topic holds. */
  partitions: TopicRecord[][];
  sends = 0;
  private readonly late: (() => void)[] = [];
  private readonly zombies: (() => void)[] = [];

  /** @param faultOf asked before everything that is done: `open`, `tails` or `send` */
  constructor(
    partitions: number,
    public faultOf: (what: 'open' | 'tails' | 'send') => Fault | undefined = () => undefined,
  ) {
    this.partitions = Array.from({ length: partitions }, () => []);
  }

  readonly open: OpenTopic = async () => {
    await this.fails('open');
    for (const write of this.late.splice(0)) write();
    return this.connection();
  };

  /** The topic gets more partitions. */
  grow(partitions: number): void {
    while (this.partitions.length < partitions) this.partitions.push([]);
  }

  private connection(): Topic {
    const count = this.partitions.length;
    const ends = this.partitions.map((records) => BigInt(records.length));
    return {
      partitions: count,
      partitionOf: (key) => [...key].reduce((sum, character) => (Math.imul(sum, 31) + character.charCodeAt(0)) >>> 0, 7) % count,
      tails: async () => {
        await this.fails('tails');
        return this.partitions.map((records): PartitionTail => ({ next: BigInt(records.length), last: records.at(-1)?.headers }));
      },
      send: async (partition, records) => this.send(partition, records, ends),
      close: async () => undefined,
    };
  }

  /** @param ends where the connection knows the partitions to end */
  private async send(partition: number, records: readonly TopicRecord[], ends: bigint[]): Promise<readonly Acknowledgement[]> {
    this.sends += 1;
    for (const write of this.zombies.splice(0)) write();
    const held = this.partitions[partition] ?? [];
    const offset = BigInt(held.length);
    const fault = this.faultOf('send');
    if (fault === 'late') this.late.push(() => held.push(...records));
    if (fault === 'zombie') this.zombies.push(() => held.push(...records));
    if (fault === undefined || fault === 'ack-lost') held.push(...records);
    switch (fault) {
      case undefined:
        ends[partition] = BigInt(held.length);
        return [{ partition, offset }];
      case 'stale-ack':
        return [{ partition, offset: (ends[partition] ?? 0n) - 1n }];
      case 'no-ack':
        return [];
      case 'hangs':
      case 'late':
      case 'zombie':
        return never();
      default:
        throw new Error(fault);
    }
  }

  private async fails(what: 'open' | 'tails'): Promise<void> {
    const fault = this.faultOf(what);
    if (fault === 'hangs' || fault === 'late' || fault === 'zombie') return never();
    if (fault !== undefined) throw new Error(fault);
  }
}

function never<Result>(): Promise<Result> {
  return new Promise(() => undefined);
}
