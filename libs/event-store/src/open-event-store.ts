import type { MessagePort } from 'node:worker_threads';
import type { EventStoreAddress } from './event-store-address.js';
import type { EventStore } from './port.js';
import { SqliteEventStore } from './sqlite/sqlite-event-store.js';

/**
 * Opens the log. The adapter of a server, and with it the server's client, is loaded only if an address names one.
 * @param file where the embedded log is
 * @param writer what {@link EventStore.shareWriter} has answered in another thread of this process
 * @throws Refusal what the adapters refuse
 */
export async function openEventStore(address: EventStoreAddress, file: string, writer?: MessagePort): Promise<EventStore> {
  if (address.kind === 'sqlite') return SqliteEventStore.open(file, { writer });
  const { EventStoreDbEventStore } = await import('./eventstoredb/eventstoredb-event-store.js');
  return EventStoreDbEventStore.open(address.server);
}
