import { createHash } from 'node:crypto';
import { readReadStoreAddress, type ReadStoreAddress } from '../read-store-address.js';

/**
 * Where a spec keeps the views of a directory: in files there, or, if `COUNTERSIGN_READ_STORE` names a server, in schemas of its own on it.
 * Asked again for the same directory it is the same place.
 */
export function readStoreOf(directory: string): ReadStoreAddress {
  return readReadStoreAddress(readStoreText(directory));
}

/** The same as it stands in the environment of a process. */
export function readStoreText(directory: string): string {
  const named = process.env.COUNTERSIGN_READ_STORE ?? '';
  if (!named.startsWith('postgres')) return 'sqlite:';
  const url = new URL(named);
  url.searchParams.set('namespace', `t${createHash('sha256').update(directory).digest('hex').slice(0, 12)}`);
  return url.href;
}

/** Whether specs keep views on a server. */
export function onServer(): boolean {
  return readStoreText('') !== 'sqlite:';
}
