import { Refusal } from '#kernel';
import { readPostgresAddress, type PostgresAddress } from './postgres/address.js';

/** Where views are kept: files in the data directory, or a PostgreSQL server. */
export type ReadStoreAddress = { readonly kind: 'sqlite' } | { readonly kind: 'postgres'; readonly server: PostgresAddress };

/**
 * Reads `sqlite:` (also empty) or a `postgres://…` connection string.
 * @throws Refusal `invalid`/`wrong-read-store` with a reason that does not hold the value
 */
export function readReadStoreAddress(text: string): ReadStoreAddress {
  if (text === '' || text === 'sqlite:') return { kind: 'sqlite' };
  if (/^postgres(ql)?:\/\//.test(text)) return { kind: 'postgres', server: readPostgresAddress(text) };
  throw new Refusal('invalid', 'wrong-read-store', { params: { reason: 'must be `sqlite:` or begin with `postgres://`' } });
}
