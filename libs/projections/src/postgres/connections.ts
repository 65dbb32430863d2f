import pg from 'pg';
import type { PostgresAddress } from './address.js';
import { Pulse } from './pulse.js';

/** Soon enough that a server that is back is noticed: a connection that is being made while it is away asks again ever more seldom. */
const CONNECT_MS = 3_000;
/** How long a server may take to say something small. */
const PULSE_MS = 2_000;
const IDLE_MS = 30_000;
const KEEP_ALIVE_MS = 10_000;

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
  /** After so long a statement is given up, whatever it does; absent: never. */
  readonly statementMs?: number;
}

/** Connections that know whether their server is there. */
export class Connections extends pg.Pool {
  constructor(
    config: pg.PoolConfig,
    readonly pulse: Pulse,
  ) {
    super(config);
  }
}

/** Connections to a server, made when they are needed and closed when nobody has used them for a while. */
export function openPool(address: PostgresAddress, settings: PoolSettings, pulse = new Pulse(() => askAlone(address))): Connections {
  const pool = new Connections(configOf(address, settings), pulse);
  // A connection that breaks while nobody uses it is dropped; whoever needs one next is told if the server is away.
  pool.on('error', () => undefined);
  // One that breaks in somebody's hands is told by the statement that they run next.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Asks something small on a connection of its own: those that stand may be what is wrong. */
async function askAlone(address: PostgresAddress): Promise<void> {
  const client = new pg.Client({ ...configOf(address, { max: 1, statementMs: PULSE_MS }), connectionTimeoutMillis: PULSE_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
  } finally {
    client.end().catch(() => undefined);
  }
}

function configOf(address: PostgresAddress, { max, idleInTransactionMs = 0, statementMs }: PoolSettings): pg.PoolConfig {
  const { host, port, database, user, password, tls } = address;
  return {
    host,
    port,
    database,
    user,
    password,
    // With the host: the client names it only if it is no IP address, and the certificate is compared with it all the same.
    ssl: tls === undefined ? false : { rejectUnauthorized: tls.verify, ca: tls.ca, host },
    max,
    types,
    application_name: 'countersign',
    connectionTimeoutMillis: CONNECT_MS,
    idleTimeoutMillis: IDLE_MS,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    ...(statementMs !== undefined && { query_timeout: statementMs }),
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    allowExitOnIdle: true,
  };
}
