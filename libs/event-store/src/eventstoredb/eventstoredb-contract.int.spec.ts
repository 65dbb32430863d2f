import { afterAll, beforeAll } from '@jest/globals';
import { TestServer } from '../../../../test/support/eventstoredb/test-server.js';
import { eventStoreContract } from '../testing/event-store.contract.js';
import { serverPlace } from '../testing/server-place.js';

/** Events of others, as they gather on a server that several programs share. */
const OTHERS = 50_000;

const servers: TestServer[] = [];
beforeAll(async () => {
  servers.push(await TestServer.start('23.10'), await TestServer.start('23.10'));
  await servers[1]?.order({ kind: 'others-write', events: OTHERS });
});
afterAll(() => Promise.all(servers.map((server) => server.stop())));

for (const [n, where] of ['', ' where others have written fifty thousand events'].entries()) {
  const place = () => serverPlace(servers[n]?.address() ?? '');
  eventStoreContract(`EventStoreDbEventStore, over the wire,${where}`, place, { idsAreUniqueInTheLog: false });
}
