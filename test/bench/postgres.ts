import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SCRIPT = join('test', 'support', 'start-postgres.sh');
const PORT = '25439';

/** A PostgreSQL of its own, for the rivals. */
export interface Postgres {
  readonly address: string;
  readonly version: string;
  stop(): Promise<void>;
}

/** Starts one in a directory, flushing as it does by default, with room for a long write-ahead log, which the rivals are fastest with. */
export async function startPostgres(directory: string): Promise<Postgres> {
  const { stdout } = await run(SCRIPT, ['start', directory, PORT]);
  const address = stdout.trim();
  const ask = (sql: string) => run('psql', [address, '-Atc', sql]);
  await ask("ALTER SYSTEM SET max_wal_size = '8GB'");
  await ask('SELECT pg_reload_conf()');
  const version = (await ask('SHOW server_version')).stdout.trim().split(' ')[0] ?? '';
  return { address, version, stop: async () => void (await run(SCRIPT, ['stop', directory])) };
}
