import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Certificate } from '../../../../test/support/certificate.js';
import { TestServer } from '../../../../test/support/eventstoredb/test-server.js';
import { anEvent, refusalOf } from '../testing/event-store.contract.js';
import { openOnTheWire, refusalIn } from './testing/on-the-wire.js';
import { PATIENCE } from './patience.js';

const USER = { admin: 'changeit' };

let certificate: Certificate;
let server: TestServer;
beforeAll(() => {
  certificate = new Certificate();
});
afterAll(() => certificate.remove());
afterEach(() => server.stop());

/** What is said of a server at start, by somebody who has as much time as in real life. */
const said = async (address: string) => {
  const { kind, code } = await refusalIn(openOnTheWire(address, PATIENCE));
  expect(kind).toBe('unavailable');
  return code;
};

/** A port on which nobody listens. */
async function freePort(): Promise<number> {
  const listening = createServer().listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  listening.close();
  await once(listening, 'close');
  return port;
}

describe('a secured server', () => {
  beforeEach(async () => {
    server = await TestServer.start('23.10', 0, certificate);
    await server.order({ kind: 'rights', users: USER });
  });

  it.each(['127.0.0.1', 'localhost'])('is used by who trusts it and is known to it, by the name %s', async (host) => {
    const secured = server.securedAddress({ host });
    for (const address of [secured, secured.replace('esdb:', 'esdb+discover:')]) {
      const store = await openOnTheWire(address);
      await store.append(`a-${address.length}`, 'no-stream', [anEvent()]);
      await store.close();
    }
  });

  // The time of everybody is 15 s; these tests have 5.
  it('whose certificate is not trusted is told as that', async () => {
    expect(await said(`esdb://admin:changeit@127.0.0.1:${server.port}`)).toBe('log-certificate-refused');
    expect(await said(`esdb+discover://admin:changeit@localhost:${server.port}`)).toBe('log-certificate-refused');
  });

  it('that is asked without TLS is told as that', async () => {
    expect(await said(server.address())).toBe('log-secured');
  });

  it('says what is wrong with the user, and which right is missing', async () => {
    expect(await said(server.securedAddress({ user: 'admin:wrong' }))).toBe('log-login-refused');
    expect(await said(server.securedAddress({ user: 'nobody:changeit' }))).toBe('log-login-refused');
    await server.order({ kind: 'rights', users: USER, denied: ['read-all'] });
    expect(await said(server.securedAddress())).toBe('log-may-not-read-all');
    await server.order({ kind: 'rights', users: USER, denied: ['read-streams', 'write'] });
    const store = await openOnTheWire(server.securedAddress(), PATIENCE);
    expect(await refusalOf(store.append('a-1', 'no-stream', [anEvent()]))).toBe('log-may-not-write');
    expect(await refusalOf(store.readStream('a-1'))).toBe('log-may-not-read-streams');
    await server.order({ kind: 'rights', users: USER });
    await store.append('a-1', 'no-stream', [anEvent()]);
    await store.close();
  });
});

describe('a certificate', () => {
  it('of another host is not taken for this one', async () => {
    const others = new Certificate('DNS:elsewhere.example');
    server = await TestServer.start('23.10', 0, others);
    try {
      for (const host of ['127.0.0.1', 'localhost']) expect(await said(server.securedAddress({ host }))).toBe('log-certificate-refused');
      const unverified = await openOnTheWire(server.securedAddress({ settings: ['tlsVerifyCert=false'] }));
      await unverified.close();
    } finally {
      others.remove();
    }
  });
});

describe('a server', () => {
  beforeEach(async () => {
    server = await TestServer.start();
  });

  it('that does not speak TLS is told as that', async () => {
    expect(await said(`esdb://admin:changeit@127.0.0.1:${server.port}`)).toBe('log-not-secured');
  });

  it('whose name nobody knows is told as that, also if it is one of several', async () => {
    expect(await said('esdb://no-such-host.invalid:2113?tls=false')).toBe('log-host-unknown');
    expect(await said('esdb://no-such-host.invalid:1,nor-this.invalid:2?tls=false')).toBe('log-host-unknown');
  });

  it('that is merely away is waited for, and told as that in the end', async () => {
    const port = await freePort();
    const patience = { ...PATIENCE, budget: 1_000 };
    expect((await refusalIn(openOnTheWire(`esdb://127.0.0.1:${port}?tls=false`, patience))).code).toBe('log-host-refuses');
    await server.order({ kind: 'away' });
    const opening = openOnTheWire(server.address());
    await server.order({ kind: 'back' });
    await (await opening).close();
  });
});
