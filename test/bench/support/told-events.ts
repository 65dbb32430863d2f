import type { EventLog } from '#event-store';
import { sourceOf, Teller, type CloudEvent } from '#feed';
import { RECORD_SAMPLES } from '../../../libs/feed/src/testing/record-samples.js';
import { metadataOf } from './bench-log.js';
import { eventPages } from './pages.js';

/** The log that events come from, as others are told. */
export const SOURCE = sourceOf('00000000-0000-4000-8000-0000000000aa');

/** What happens to a record again and again: four events that others are told, and one that stays inside. */
const TYPES = ['record-opened', 'details-recorded', 'record-approved', 'record-reopened', 'line-submitted'] as const;
/** Records that it happens to in turn. */
const RECORDS = 1_000;
/** How many appends are under way at once: they share commits. */
const AT_ONCE = 250;

/** Fills a log with what happens so many times, in turn to many records. @returns the position of the last event */
export async function happen(log: EventLog, times: number): Promise<string> {
  const events = TYPES.map((type) => ({ type, data: RECORD_SAMPLES[type] }));
  const append = (number: number) => log.append(`record-${recordId(number % RECORDS)}`, 'any', events, metadataOf(number));
  for (let from = 0; from < times; from += AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, times - from) }, (_none, index) => append(from + index)));
  }
  return log.head();
}

/** What others are told of a log, as many events at once as our relay looks at. */
export async function* told(log: EventLog): AsyncGenerator<readonly CloudEvent[]> {
  const teller = new Teller(log, SOURCE);
  for await (const page of eventPages(log)) {
    const events: CloudEvent[] = [];
    for (const event of page) events.push(...(await teller.tell(event)));
    yield events;
  }
}

/** Ids of what others are told of a log, for each record in order. */
export async function toldByRecord(log: EventLog): Promise<ReadonlyMap<string, readonly string[]>> {
  const ids = new Map<string, string[]>();
  for await (const events of told(log)) {
    for (const { partitionkey, id } of events) {
      const ofRecord = ids.get(partitionkey);
      if (ofRecord === undefined) ids.set(partitionkey, [id]);
      else ofRecord.push(id);
    }
  }
  return ids;
}

function recordId(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}-2020-2021`;
}
