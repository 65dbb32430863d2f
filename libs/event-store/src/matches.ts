import type { EventFilter, StoredEvent } from './port.js';

/** Whether an event gets through a filter. */
export function matches(event: Pick<StoredEvent, 'stream' | 'type'>, filter: EventFilter | undefined): boolean {
  if (filter?.streamPrefixes !== undefined && !filter.streamPrefixes.some((prefix) => event.stream.startsWith(prefix))) return false;
  return filter?.types === undefined || filter.types.includes(event.type);
}
