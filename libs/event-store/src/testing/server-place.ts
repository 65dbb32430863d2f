import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { readEventStoreAddress } from '../event-store-address.js';
import { openEventStore } from '../open-event-store.js';
import type { Place } from './event-store.contract.js';

/**
 * A log of its own on a server that others may be using too: every one has a namespace that was never used before. Nothing is removed, a log
 * is never deleted from.
 * @param address connection string of the server
 */
export function serverPlace(address: string): Place {
  const own = ownLog(address);
  return {
    open: () => openEventStore(readEventStoreAddress(own), ''),
    async appendElsewhere(streams, appends) {
      const script = resolve('libs/event-store/src/testing/append-elsewhere.ts');
      const hooks = [
        '--disable-warning=ExperimentalWarning',
        '--experimental-transform-types',
        '--import',
        resolve('test/support/ts-hooks.mjs'),
      ];
      const child = spawn(process.execPath, [...hooks, script, own, String(appends), ...streams], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      const [code] = (await once(child, 'exit')) as [number];
      if (code !== 0) throw new Error(`the other process ended with ${code}`);
    },
    remove: () => Promise.resolve(),
  };
}

/** The address of a log that nobody has used. */
export function ownLog(address: string): string {
  const server = address.replace(/([?&])namespace=[^&]*&?/i, '$1').replace(/[?&]$/, '');
  return `${server}${server.includes('?') ? '&' : '?'}namespace=test_${randomUUID().replaceAll('-', '')}`;
}
