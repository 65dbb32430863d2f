import { Refusal } from '#kernel';
import { readConnectionString, type EventStoreDbAddress } from './eventstoredb/connection-string.js';

/** Where the log is kept: a file in the data directory, or a server. */
export type EventStoreAddress = { readonly kind: 'sqlite' } | { readonly kind: 'eventstoredb'; readonly server: EventStoreDbAddress };

/**
 * Reads `sqlite:` (also empty) or an `esdb://…` connection string.
 * @throws Refusal `invalid`/`wrong-connection-string` with a reason that does not hold the value
 */
export function readEventStoreAddress(text: string): EventStoreAddress {
  if (text === '' || text === 'sqlite:') return { kind: 'sqlite' };
  if (/^esdb(\+discover)?:\/\//.test(text)) return { kind: 'eventstoredb', server: readConnectionString(text) };
  throw new Refusal('invalid', 'wrong-connection-string', { params: { reason: 'must be `sqlite:` or begin with `esdb://`' } });
}
