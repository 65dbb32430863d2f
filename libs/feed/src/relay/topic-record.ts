import { canonicalJson, type Json, type Position } from '#kernel';
import type { CloudEvent } from '../cloud-event.js';
import type { TopicRecord } from './topic.js';

/** Not a CloudEvents attribute: over how many partitions keys were spread when the record was sent. */
const PARTITIONS = 'countersign-partitions';
/** Nor is this: the offset that the record should have. A topic that was made anew, or has lost its end, gives it a lower one. */
const OFFSET = 'countersign-offset';

/** A CloudEvent in binary mode (CloudEvents Kafka binding): attributes are `ce_` headers, the value is the data. */
export function topicRecordOf(event: CloudEvent, partitions: number, offset: bigint): TopicRecord {
  const { data, datacontenttype, ...attributes } = event;
  const headers = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce_${name}`, value]));
  return {
    key: event.partitionkey,
    value: canonicalJson(data as Json),
    headers: { 'content-type': datacontenttype, ...headers, [PARTITIONS]: String(partitions), [OFFSET]: String(offset) },
  };
}

/** What the relay reads back from the last record of a partition. */
export interface TailMark {
  readonly source: string | undefined;
  readonly position: Position;
  readonly partitions: number;
  /** Undefined: written by a version that did not say. */
  readonly offset: bigint | undefined;
}

/** Reads the headers that {@link topicRecordOf} wrote; of a record of somebody else, a mark without source. */
export function tailMarkOf(headers: Readonly<Record<string, string>>): TailMark {
  const offset = headers[OFFSET];
  return {
    source: headers.ce_source,
    position: headers.ce_sequence ?? '',
    partitions: Number(headers[PARTITIONS]),
    offset: offset === undefined ? undefined : BigInt(offset),
  };
}
