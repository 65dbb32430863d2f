import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from '@jest/globals';
import { TYPESCRIPT } from '../../../test/support/eventstoredb/test-server.js';

const home = mkdtempSync(join(tmpdir(), 'countersign-open-'));
afterAll(() => rm(home, { recursive: true }));

/** The CommonJS modules of the client and of gRPC that a process has loaded after opening a log. */
async function loadedFor(address: string): Promise<number> {
  const script = join(home, 'open.ts');
  const source = `
    import { Module } from 'node:module';
    import { openEventStore, readEventStoreAddress } from ${JSON.stringify(resolve('libs/event-store/src/index.ts'))};
    await openEventStore(readEventStoreAddress(process.argv[2]), process.argv[3]).then((store) => store.close(), () => undefined);
    const loaded = Object.keys(Module._cache).filter((file) => /@eventstore|@grpc|google-protobuf/.test(file));
    console.log(loaded.length);
    process.exit();
  `;
  writeFileSync(script, source);
  const { stdout } = await promisify(execFile)(process.execPath, [...TYPESCRIPT, script, address, join(home, 'log.db')]);
  return Number(stdout);
}

it('loads the client of a server only if the address names one', async () => {
  expect(await loadedFor('sqlite:')).toBe(0);
  // The certificate is missing, so nothing is connected to; the client is loaded all the same.
  expect(await loadedFor('esdb://a:b@localhost:1?tlsCAFile=missing.crt')).toBeGreaterThan(10);
});
