import { Refusal } from '#kernel';

/** Codes of PostgreSQL and of the connection by which it is known that a server is away, and that the same may work in a moment. */
const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  // Shut down, crashed, starting; no connection left; a transaction that stood still too long.
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '25P03',
]);
/** The server's disk is full. */
const DISK_FULL = '53100';
/** The client's own words, which have no code. */
const LOST = /terminated|timeout|not queryable|Client has encountered|closed the connection/i;
const CONNECTION_EXCEPTION = '08';

/** A statement that PostgreSQL refused, without its text: that may quote personal data. */
export class PostgresError extends Error {
  override readonly name = 'PostgresError';

  constructor(
    /** SQLSTATE. */
    readonly code: string,
    relation = '',
  ) {
    super(`PostgreSQL ${code} ${relation}`.trim());
  }
}

/** What is told of an error of the client: that the server is away or its disk full, which passes, or what it refused. */
export function told(error: unknown): Refusal | PostgresError {
  if (error instanceof Refusal || error instanceof PostgresError) return error;
  const { code = '', message = '', constraint, table } = error as { code?: string; message?: string; constraint?: string; table?: string };
  if (code === DISK_FULL) return new Refusal('unavailable', 'disk-full');
  if (isAway(code, message)) return unavailable(code === '' ? 'lost' : code);
  return new PostgresError(code === '' ? 'error' : code, constraint ?? table);
}

/** Before anything else: also what is wrong about the address is a server that cannot be used, and says why in one line. */
export function toldOfOpening(error: unknown): Refusal {
  const known = told(error);
  return known instanceof Refusal ? known : unavailable(known.code);
}

function isAway(code: string, message: string): boolean {
  return AWAY.has(code) || code.startsWith(CONNECTION_EXCEPTION) || (code === '' && LOST.test(message));
}

function unavailable(reason: string): Refusal {
  return new Refusal('unavailable', 'read-store-unavailable', { params: { reason } });
}
