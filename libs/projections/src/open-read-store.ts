import type { ReadStore } from './read-store.js';
import type { ReadStoreAddress } from './read-store-address.js';
import { SqliteReadStore } from './sqlite/sqlite-read-store.js';

/**
 * Opens the read store. The adapter of a server, and with it the server's client, is loaded only if an address names one.
 * @param directory where the embedded views are
 * @throws Refusal `unavailable`/`read-store-unavailable`
 */
export async function openReadStore(address: ReadStoreAddress, directory: string): Promise<ReadStore> {
  if (address.kind === 'sqlite') return new SqliteReadStore(directory);
  const { PostgresReadStore } = await import('./postgres/postgres-read-store.js');
  return PostgresReadStore.open(address.server);
}
