import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ownLog } from '../../libs/event-store/src/testing/server-place.js';
import { cutConnections, expectWhole } from '../support/eventstoredb/chaos.js';
import { TestServer } from '../support/eventstoredb/test-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

it('loses nothing, doubles nothing and keeps the order when connections to the event store are cut all the time', async () => {
  const address = ownLog(server.address());
  const aftermath = await cutConnections(address, { forMs: 8_000, everyMs: 120 });
  expect(aftermath.cuts).toBeGreaterThan(0);
  await expectWhole(address, aftermath);
}, 120_000);
