import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allMessages } from '../../apps/composition/src/countersign.module.js';
import { SmallCounty } from '../http/support/small-county.js';
import { Certificate } from '../support/certificate.js';
import { CommandLine, ROOT } from '../support/command-line.js';
import { TestServer } from '../support/eventstoredb/test-server.js';

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

/** What the server's process says before it ends by itself. */
async function saidByServer(environment: Readonly<Record<string, string>>): Promise<{ code: number; err: string }> {
  const named = { COUNTERSIGN_DATA: county.data, COUNTERSIGN_PORT: '0', COUNTERSIGN_READ_STORE: 'sqlite:', COUNTERSIGN_KAFKA: '' };
  const child = spawn(join(ROOT, 'node_modules/.bin/node'), [join(ROOT, 'dist/apps/server/src/main.js')], {
    cwd: ROOT,
    env: { ...process.env, ...named, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [err, [code]] = await Promise.all([text(child.stderr as NodeJS.ReadableStream as never), once(child, 'exit') as Promise<[number]>]);
  return { code, err };
}

/** The one line that a refusal is at start. */
function lineOf(code: string): RegExp {
  const [before = ''] = allMessages[code]?.zh.split('{reason}') ?? [];
  return new RegExp(`^.*${before.replace(/[$.（]/g, '\\$&')}.*\n$`);
}

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
      const said = await saidByServer({ COUNTERSIGN_EVENT_STORE: address() });
      expect(said).toEqual({ code: 1, err: expect.stringMatching(lineOf(code)) });
    },
    12_000,
  );

  it('log-may-not-read-all', async () => {
    await secured.order({ kind: 'rights', users: { admin: 'changeit' }, denied: ['read-all'] });
    const said = await saidByServer({ COUNTERSIGN_EVENT_STORE: secured.securedAddress() });
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
