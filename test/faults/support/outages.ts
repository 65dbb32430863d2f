import { UNAVAILABLE } from '../../../libs/event-store/src/eventstoredb/testing/on-the-wire.js';
import type { TestServer } from '../../support/eventstoredb/test-server.js';

/** How a server goes, and comes back with all that it held. */
export interface Outage {
  readonly how: string;
  go(server: TestServer): Promise<unknown>;
  come(server: TestServer): Promise<unknown>;
}

export const OUTAGES: readonly Outage[] = [
  { how: 'refuses connections', go: (server) => server.order({ kind: 'away' }), come: (server) => server.order({ kind: 'back' }) },
  { how: 'stands still', go: async (server) => server.freeze(), come: async (server) => server.thaw() },
  {
    how: 'goes in the middle of a page',
    async go(server) {
      await server.fault({ of: 'read', times: 5, how: 'refuse', status: UNAVAILABLE, after: 1 });
      await server.order({ kind: 'subscriptions', how: { status: UNAVAILABLE } });
      await server.order({ kind: 'away' });
    },
    async come(server) {
      await server.order({ kind: 'heal' });
      await server.order({ kind: 'back' });
    },
  },
  {
    how: 'loses its answers, and goes',
    async go(server) {
      await server.fault({ of: 'append', times: 5, how: 'lose-answer', status: UNAVAILABLE });
      await server.order({ kind: 'away' });
    },
    async come(server) {
      await server.order({ kind: 'heal' });
      await server.order({ kind: 'back' });
    },
  },
];
