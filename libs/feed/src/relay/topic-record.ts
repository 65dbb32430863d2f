import { canonicalJson, type Json, type Position } from '#kernel';
import type { CloudEvent } from '../cloud-event.js';
import type { TopicRecord } from './topic.js';

/** Not a CloudEvents attribute: over how many partitions keys were spread when the record was sent. */
const PARTITIONS = 'countersign-partitions';

/** A CloudEvent in binary mode (CloudEvents Kafka binding): attributes are `ce_` headers, the value is the data. */
export function topicRecordOf(event: CloudEvent, partitions: number): TopicRecord {
  const { data, datacontenttype, ...attributes } = event;
  const headers = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce_${name}`, value]));
  return {
    key: event.partitionkey,
    value: canonicalJson(data as Json),
    headers: { 'content-type': datacontenttype, ...headers, [PARTITIONS]: String(partitions) },
  };
}

/** What the relay reads back from the last record of a partition. */
export interface TailMark {
  readonly source: string | undefined;
  readonly position: Position;
  readonly partitions: number;
}

/** Reads the headers that {@link topicRecordOf} wrote; of a record of somebody else, a mark without source. */
export function tailMarkOf(headers: Readonly<Record<string, string>>): TailMark {
  return { source: headers.ce_source, position: headers.ce_sequence ?? '', partitions: Number(headers[PARTITIONS]) };
}
