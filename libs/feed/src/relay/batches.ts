import type { Position } from '#kernel';
import type { CloudEvent } from '../cloud-event.js';
import type { Lanes } from './lanes.js';
import { topicRecordOf } from './topic-record.js';
import type { Topic, TopicRecord } from './topic.js';

/** A broker takes 1 MiB in one batch by default; headers and framing come on top of what is counted here. */
const BATCH_BYTES = 512 * 1024;

/** Records that are sent to one partition together. */
export interface Batch {
  readonly partition: number;
  readonly records: readonly TopicRecord[];
  /** Position of the last of them. */
  readonly last: Position;
}

/**
 * What each partition that lacks some of the events lacks of them, in order. What comes next is made when what went before has been
 * acknowledged. A batch is written whole or not at all, so what one stored event tells is never in two: a partition that holds a position holds
 * all of it.
 */
export function* batchesOf(events: readonly CloudEvent[], topic: Topic, lanes: Lanes): Generator<Iterable<Batch>> {
  const byPartition = new Map<number, CloudEvent[]>();
  for (const event of events) {
    const partition = topic.partitionOf(event.partitionkey);
    if (!lanes.lacks(partition, event.sequence)) continue;
    const lane = byPartition.get(partition);
    if (lane === undefined) byPartition.set(partition, [event]);
    else lane.push(event);
  }
  for (const [partition, lane] of byPartition) yield cut(partition, lane, topic.partitions, lanes.next(partition));
}

function* cut(partition: number, events: readonly CloudEvent[], partitions: number, next: bigint): Generator<Batch> {
  let offset = next;
  let records: TopicRecord[] = [];
  let bytes = 0;
  let last: Position = '';
  for (const event of events) {
    const record = topicRecordOf(event, partitions, offset++);
    const size = sizeOf(record);
    if (event.sequence !== last && records.length > 0 && bytes + size > BATCH_BYTES) {
      yield { partition, records, last };
      [records, bytes] = [[], 0];
    }
    records.push(record);
    bytes += size;
    last = event.sequence;
  }
  yield { partition, records, last };
}

function sizeOf({ key, value, headers }: TopicRecord): number {
  return Object.entries(headers).reduce((sum, [name, text]) => sum + name.length + text.length, key.length + Buffer.byteLength(value));
}
