import { describe, expect, it } from '@jest/globals';
import type { CloudEvent } from '../cloud-event.js';
import { batchesOf } from './batches.js';
import { Lanes } from './lanes.js';
import type { Topic } from './topic.js';

const SOURCE = '/countersign/s';
const topic = { partitions: 1, partitionOf: () => 0 } as unknown as Topic;

/** An event with so much data that three of them are more than a batch holds. */
function large(sequence: number, id: string): CloudEvent {
  return {
    id,
    source: SOURCE,
    datacontenttype: 'application/json',
    partitionkey: 'r',
    sequence: String(sequence),
    data: { filler: 'x'.repeat(200_000) },
  } as unknown as CloudEvent;
}

describe('batches', () => {
  it('never part what one stored event tells, however large it is', () => {
    const events = [large(1, 'a'), large(2, 'b'), large(2, 'b2'), large(3, 'c'), large(4, 'd'), large(4, 'd2')];
    const lanes = new Lanes(SOURCE, [{ next: 0n, last: undefined }], undefined);
    const batches = [...batchesOf(events, topic, lanes)].flatMap((ofPartition) => [...ofPartition]);
    expect(batches.map(({ records, last }) => [last, records.map(({ headers }) => headers.ce_id)])).toEqual([
      ['2', ['a', 'b', 'b2']],
      ['4', ['c', 'd', 'd2']],
    ]);
  });
});
