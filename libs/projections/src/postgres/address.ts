import { readFileSync } from 'node:fs';
import { decodedPart, Refusal } from '#kernel';

/** A `postgres://…` connection string, read and checked. Holds a password: never shown or logged. */
export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user?: string;
  readonly password?: string;
  /** How the connection is secured; absent: it is not. */
  readonly tls?: { readonly ca?: string; readonly verify: boolean };
  /** What the names of all schemas of this read store begin with, so that several can share a database. */
  readonly namespace: string;
}

const DEFAULT_PORT = 5432;
const SSL_MODES = ['disable', 'require', 'verify-full'];
const KEYS = ['sslmode', 'sslrootcert', 'namespace'];

/**
 * Reads `postgres://user:password@host:5432/database?sslmode=…&sslrootcert=FILE&namespace=…`; an unknown key is refused, not ignored.
 * @throws Refusal `invalid`/`wrong-read-store` with a reason that holds neither host nor password
 */
export function readPostgresAddress(text: string): PostgresAddress {
  const url = parsed(text);
  const database = decodedPart(url.pathname.slice(1), wrong);
  if (url.hostname === '') wrong('needs a host: postgres://host/database');
  if (database === '' || database.includes('/')) wrong('needs the name of one database: postgres://host/database');
  const settings = settingsOf(url.searchParams);
  return {
    // An IPv6 address stands in brackets in a URL and nowhere else.
    host: decodedPart(url.hostname, wrong).replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? DEFAULT_PORT : Number(url.port),
    database,
    ...(url.username !== '' && { user: decodedPart(url.username, wrong) }),
    ...(url.password !== '' && { password: decodedPart(url.password, wrong) }),
    ...tlsOf(settings),
    namespace: namespaceOf(settings.get('namespace')),
  };
}

function parsed(text: string): URL {
  try {
    return new URL(text);
  } catch {
    return wrong('must look like postgres://user:password@host:5432/database');
  }
}

function settingsOf(query: URLSearchParams): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  for (const [key, value] of query) {
    if (!KEYS.includes(key)) wrong(/^[A-Za-z_]{1,30}$/.test(key) ? `unknown key ${key}` : 'unknown key');
    if (settings.has(key)) wrong(`${key} is given twice`);
    if (value === '') wrong(`${key} needs a value`);
    settings.set(key, value);
  }
  return settings;
}

function tlsOf(settings: ReadonlyMap<string, string>): Pick<PostgresAddress, 'tls'> {
  const mode = settings.get('sslmode') ?? 'disable';
  const file = settings.get('sslrootcert');
  if (!SSL_MODES.includes(mode)) wrong(`sslmode must be one of ${SSL_MODES.join(', ')}`);
  if (file !== undefined && mode !== 'verify-full') wrong('sslrootcert goes with sslmode=verify-full');
  if (mode === 'disable') return {};
  return { tls: { verify: mode === 'verify-full', ...(file !== undefined && { ca: certificate(file) }) } };
}

function certificate(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return wrong(`sslrootcert cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
  }
}

/** Short: names of schemas have at most 63 characters. */
function namespaceOf(text = 'countersign'): string {
  if (!/^[a-z][a-z0-9_]{0,19}$/.test(text)) wrong('namespace must begin with a letter and have at most 20 of a-z, 0-9 and _');
  return text;
}

function wrong(reason: string): never {
  throw new Refusal('invalid', 'wrong-read-store', { params: { reason } });
}
