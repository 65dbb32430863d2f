import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { ServerProcess } from '../http/support/server-process.js';
import { Uploads } from '../http/support/uploads.js';
import { CommandLine, SAMPLE } from '../support/command-line.js';

const ROLLS = readFileSync(join(SAMPLE, '教育局_学籍.csv'));

let line: CommandLine;
let server: ServerProcess | undefined;
beforeEach(() => {
  line = new CommandLine();
});
afterEach(async () => {
  await server?.kill();
  line.remove();
});

/** Everything under the data directory, and itself, by its mode. */
function modes(): ReadonlyMap<string, string> {
  const paths = ['.', ...(readdirSync(line.data, { recursive: true }) as string[])];
  return new Map(paths.map((path) => [path, (statSync(join(line.data, path)).mode & 0o777).toString(8)]));
}

const openToOthers = () => [...modes()].filter(([, mode]) => !mode.endsWith('00'));

/** An import that has been handed over in part and one in whole, a roster kept and read, views that are followed, all in one directory. */
async function work(running: ServerProcess, key: string): Promise<void> {
  const uploads = new Uploads(running.client.port);
  await uploads.upload('part.csv', ROLLS.subarray(0, 500), { as: 'u0334', key: `part-${key}`, more: true });
  const { body } = await uploads.upload('rolls.csv', Buffer.concat([ROLLS, Buffer.from(`\n${key}`)]), { as: 'u0334' });
  await uploads.ended(body.importId);
  await running.ready();
}

it('everything in the data directory is for its owner only, also in one, and of one, that was open to others', async () => {
  mkdirSync(join(line.data, 'views'));
  for (const path of [line.data, join(line.data, 'views')]) chmodSync(path, 0o777);
  await line.loadDirectory();
  expect(openToOthers()).toEqual([]);
  server = await ServerProcess.start(line.data);
  await work(server, 'first');
  const made = [...modes().keys()];
  for (const kind of [
    /^log\.db-wal$/,
    /^log\.db-shm$/,
    /^keys\.db$/,
    /^views\/leases\.db/,
    /^views\/records-.*-wal$/,
    /^rosters\/\w+\.rows$/,
    /^imports\/.*\/job\.json$/,
    /^imports\/.*part\.csv$/,
  ])
    expect(made).toContainEqual(expect.stringMatching(kind));
  expect(openToOthers()).toEqual([]);
  await server.kill();
  for (const [path, mode] of modes()) chmodSync(join(line.data, path), mode === '700' ? 0o755 : 0o644);
  server = await ServerProcess.start(line.data);
  expect(openToOthers()).toEqual([]);
  await work(server, 'second');
  expect(openToOthers()).toEqual([]);
}, 120_000);
