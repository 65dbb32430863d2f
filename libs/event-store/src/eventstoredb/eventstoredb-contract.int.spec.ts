import { afterAll, beforeAll } from '@jest/globals';
import { TestServer } from '../../../../test/support/eventstoredb/test-server.js';
import { eventStoreContract } from '../testing/event-store.contract.js';
import { serverPlace } from '../testing/server-place.js';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start('23.10');
});
afterAll(() => server.stop());

eventStoreContract('EventStoreDbEventStore, over the wire,', () => serverPlace(server.address()), { idsAreUniqueInTheLog: false });
