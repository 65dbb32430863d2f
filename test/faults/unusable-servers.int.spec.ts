import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SmallCounty } from '../http/support/small-county.js';
import { Certificate } from '../support/certificate.js';
import { CommandLine } from '../support/command-line.js';
import { TestServer } from '../support/eventstoredb/test-server.js';
import { lineOf, saidByServer } from './support/said-by-server.js';

let certificate: Certificate;
let secured: TestServer;
let county: SmallCounty;
beforeAll(async () => {
  certificate = new Certificate();
  secured = await TestServer.start('23.10', 0, certificate);
  await secured.order({ kind: 'rights', users: { admin: 'changeit' } });
  county = new SmallCounty();
});
afterAll(async () => {
  county.remove();
  await secured.stop();
  certificate.remove();
});

describe('a server of the log that cannot be used ends the start with a line of its own, long before an outage would', () => {
  const cases: readonly (readonly [code: string, address: () => string])[] = [
    ['log-certificate-refused', () => `esdb://admin:changeit@127.0.0.1:${secured.port}`],
    ['log-login-refused', () => secured.securedAddress({ user: 'admin:wrong' })],
    ['log-host-unknown', () => 'esdb://no-such-host.invalid?tls=false'],
    ['log-secured', () => secured.address()],
  ];
  // Less than the 15 s that a server may be away.
  it.each(cases)(
    '%s',
    async (code, address) => {
      const said = await saidByServer(county.data, { COUNTERSIGN_EVENT_STORE: address() });
      expect(said).toEqual({ code: 1, err: expect.stringMatching(lineOf(code)) });
    },
    12_000,
  );

  it('log-may-not-read-all', async () => {
    await secured.order({ kind: 'rights', users: { admin: 'changeit' }, denied: ['read-all'] });
    const said = await saidByServer(county.data, { COUNTERSIGN_EVENT_STORE: secured.securedAddress() });
    expect(said).toEqual({ code: 1, err: expect.stringMatching(lineOf('log-may-not-read-all')) });
    await secured.order({ kind: 'rights', users: { admin: 'changeit' } });
  }, 12_000);
});

it('a secured server named by its address is used without a warning of Node', async () => {
  const line = new CommandLine({ COUNTERSIGN_EVENT_STORE: secured.securedAddress() });
  const files = Object.entries(county.files).flatMap(([name, path]) => [`--${name}`, path]);
  expect(await line.run(['directory', 'import', ...files])).toMatchObject({ code: 0, err: '' });
  line.remove();
}, 30_000);
