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

/** What a process says after opening a read store: how many modules of the client it has loaded, and what was refused. */
async function opening(address: string): Promise<{ loaded: number; refused?: { code: string; reason: string } }> {
  const script = join(home, 'open.ts');
  const source = `
    import { Module } from 'node:module';
    import { openReadStore, readReadStoreAddress } from ${JSON.stringify(resolve('libs/projections/src/index.ts'))};
    const refused = await openReadStore(readReadStoreAddress(process.argv[2]), process.argv[3]).then(
      (store) => store.close(),
      ({ code, params: { reason } }) => ({ code, reason }),
    );
    const loaded = Object.keys(Module._cache).filter((file) => /node_modules\\/pg(-[a-z]+)*\\//.test(file)).length;
    console.log(JSON.stringify({ loaded, refused }));
  `;
  writeFileSync(script, source);
  const { stdout } = await promisify(execFile)(process.execPath, [...TYPESCRIPT, script, address, home]);
  return JSON.parse(stdout) as { loaded: number };
}

it('loads the client of a server only if the address names one, and says in one line that it does not answer', async () => {
  expect(await opening('sqlite:')).toEqual({ loaded: 0 });
  const named = await opening('postgres://somebody:secret@127.0.0.1:1/countersign');
  expect(named.loaded).toBeGreaterThan(5);
  expect(named.refused).toEqual({ code: 'read-store-unavailable', reason: 'ECONNREFUSED' });
});
