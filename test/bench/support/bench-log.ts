import { join } from 'node:path';
import { createEventLog, EventRegistry, SqliteEventStore, systemClock, type CommandMetadata, type EventLog } from '#event-store';
import { allEvents } from '../../../apps/composition/src/all-events.js';
import { householdOf } from './change.js';

/** A log of our own without anything above it: the codec and the store. */
export function openBenchLog(directory: string): { readonly log: EventLog; close(): Promise<void> } {
  const store = SqliteEventStore.open(join(directory, 'log.db'));
  return { log: createEventLog(store, new EventRegistry(allEvents), systemClock()), close: () => store.close() };
}

const actor = { userId: 'u0001', name: '李龙强', role: 'collector', unit: '430482101201', unitName: '新建村委会', line: 'household' };

export const metadataOf = (number: number): CommandMetadata => ({
  actor,
  commandId: `bench-${number}`,
  commandHash: '0'.repeat(64),
  correlationId: `bench-${number}`,
  causationId: `bench-${number}`,
});

/** The change as a record's event carries it, each value in its envelope. */
export function detailsRecorded(number: number) {
  const { section, values } = householdOf(number);
  const sealed = Object.fromEntries(Object.entries(values).map(([field, v]) => [field, { c: 'a'.repeat(64), v }]));
  return { type: 'details-recorded', data: { section, line: 'household', values: sealed, source: { kind: 'collected' } } };
}

/** Fills a log, `size` events of one stream an append. */
export async function fill(log: EventLog, events: number, size: number): Promise<void> {
  for (let batch = 0; batch * size < events; batch += 1) await appendBatch(log, batch, size);
}

export async function appendBatch(log: EventLog, batch: number, size: number): Promise<void> {
  const events = Array.from({ length: size }, (_none, index) => detailsRecorded(batch * size + index));
  await log.append(`record-${batch}`, 'no-stream', events, metadataOf(batch));
}
