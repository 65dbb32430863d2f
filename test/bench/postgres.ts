import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SCRIPT = join('test', 'support', 'start-postgres.sh');

/**
 * The server of the specs does not flush; this one does, as it would by default: what it answers is durable, as with us. It has room for a long
 * write-ahead log, which the rivals are fastest with.
 */
const SETTINGS = ["fsync = 'on'", "full_page_writes = 'on'", "max_wal_size = '8GB'"];
/** How often it is asked whether it flushes, and the time between, in milliseconds: it reads its settings in a moment of its own. */
const ASKS = 50;
const ASK_EVERY_MS = 100;

/** A PostgreSQL of its own, for the rivals and for views. */
export interface Postgres {
  readonly address: string;
  readonly version: string;
  stop(): Promise<void>;
}

/** Starts one in a directory. @throws Error if it does not flush */
export async function startPostgres(directory: string): Promise<Postgres> {
  const { stdout } = await run(SCRIPT, ['start', directory, await freePort()]);
  const address = stdout.trim();
  const ask = (sql: string) => run('psql', [address, '-Atc', sql]);
  for (const setting of SETTINGS) await ask(`ALTER SYSTEM SET ${setting}`);
  await ask('SELECT pg_reload_conf()');
  await flushes(async () => (await ask('SHOW fsync')).stdout.trim() === 'on');
  const version = (await ask('SHOW server_version')).stdout.trim().split(' ')[0] ?? '';
  return { address, version, stop: async () => void (await run(SCRIPT, ['stop', directory])) };
}

/** A port that nobody listens on: the server of another run may be there. */
async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return String(port);
}

async function flushes(asked: () => Promise<boolean>): Promise<void> {
  for (let asks = 0; asks < ASKS; asks += 1) {
    if (await asked()) return;
    await pause(ASK_EVERY_MS);
  }
  throw new Error('PostgreSQL does not flush');
}
