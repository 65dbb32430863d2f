import pg from 'pg';
import type { PostgresAddress } from './address.js';

const CONNECT_MS = 5_000;
const IDLE_MS = 30_000;

const BIGINT = 20;
const NUMERIC = 1700;

/** Counts, sums and row numbers are far below 2^53: they are read as numbers, as SQLite gives them. */
const types = {
  getTypeParser: ((oid: number, format?: 'text') =>
    oid === BIGINT || oid === NUMERIC ? Number : (pg.types.getTypeParser(oid, format) as unknown)) as typeof pg.types.getTypeParser,
};

export interface PoolSettings {
  /** Connections at most. */
  readonly max: number;
  /** After so long the server ends a transaction in which nothing happens; absent: never. */
  readonly idleInTransactionMs?: number;
}

/** Connections to a server, made when they are needed and closed when nobody has used them for a while. */
export function openPool(address: PostgresAddress, { max, idleInTransactionMs = 0 }: PoolSettings): pg.Pool {
  const { host, port, database, user, password, tls } = address;
  const pool = new pg.Pool({
    host,
    port,
    database,
    user,
    password,
    ssl: tls === undefined ? false : { rejectUnauthorized: tls.verify, ca: tls.ca },
    max,
    types,
    application_name: 'countersign',
    connectionTimeoutMillis: CONNECT_MS,
    idleTimeoutMillis: IDLE_MS,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    keepAlive: true,
    allowExitOnIdle: true,
  });
  // A connection that breaks while nobody uses it is dropped; whoever needs one next is told if the server is away.
  pool.on('error', () => undefined);
  // One that breaks in somebody's hands is told by the statement that they run next.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
