import { isCertificateRefused } from '#event-store';
import { Refusal } from '#kernel';

/**
 * By what it is known that a server is away, or cannot do now what it can do in a moment: SQLSTATEs, whole classes of them, and codes of the
 * connection. The disk that is full, of the class 53, has a word of its own.
 */
const PASSING: readonly RegExp[] = [
  // The connection, as the client or the server tells it.
  /^E(CONN|HOST|NET|AI_)[A-Z]+$|^(EPIPE|ETIMEDOUT)$/,
  /^08/,
  // Shut down, crashed, starting; too little memory, too many connections.
  /^57P0[1-5]$/,
  /^53/,
  // In the way of another transaction: a conflict, a deadlock, a lock that was not given in time.
  /^40(001|P01)$/,
  /^55P03$/,
  // Ended by somebody, for taking too long or for standing still.
  /^57014$/,
  /^25P0[34]$/,
  // The server's own disk or system failed.
  /^58/,
];
/** The server's disk is full. */
const DISK_FULL = '53100';
/** The client's own words, which have no code. */
const LOST = /terminated|timeout|not queryable|Client has encountered|closed the connection/i;
/** What somebody has to put right, on the server or in the address: it is told by a code of its own, and passes when they have. */
const TO_BE_PUT_RIGHT: Readonly<Record<string, string>> = {
  ENOTFOUND: 'read-store-host-unknown',
  '28000': 'read-store-login-refused',
  '28P01': 'read-store-login-refused',
  '3D000': 'read-store-no-database',
  '42501': 'read-store-right-missing',
};
const WITHOUT_TLS = /does not support SSL/i;

/**
 * What says that something is not there which should be: a schema, a table, a column, an index that a statement rests on, whatever it is called by
 * its number. It may as well be the statement that is wrong, so it has to be looked at.
 */
const LACKING: readonly string[] = ['3F000', '42P01', '42703', '42P10', '42704', 'XX000'];

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
  const own = codeOf(code, message);
  if (own !== undefined) return new Refusal('unavailable', own, { params: { reason: code } });
  if (isPassing(code, message)) return unavailable(code === '' ? 'lost' : code);
  return new PostgresError(code === '' ? 'error' : code, constraint ?? table);
}

/** Whether a statement was refused because something may be lacking. */
export function maybeLacking(error: unknown): error is PostgresError {
  return error instanceof PostgresError && LACKING.includes(error.code);
}

/** Before anything else: also what is wrong about the address is a server that cannot be used, and says why in one line. */
export function toldOfOpening(error: unknown): Refusal {
  const known = told(error);
  return known instanceof Refusal ? known : unavailable(known.code);
}

function codeOf(code: string, message: string): string | undefined {
  if (isCertificateRefused(code)) return 'read-store-certificate-refused';
  return code === '' && WITHOUT_TLS.test(message) ? 'read-store-not-secured' : TO_BE_PUT_RIGHT[code];
}

function isPassing(code: string, message: string): boolean {
  return code === '' ? LOST.test(message) : PASSING.some((codes) => codes.test(code));
}

function unavailable(reason: string): Refusal {
  return new Refusal('unavailable', 'read-store-unavailable', { params: { reason } });
}
