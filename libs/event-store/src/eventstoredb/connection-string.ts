import { decodedPart, Refusal } from '#kernel';

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** How the connection is secured; a file is named by its path. */
export interface Tls {
  readonly caFile?: string;
  readonly userCertFile?: string;
  readonly userKeyFile?: string;
  readonly verify: boolean;
}

/** An `esdb://…` connection string, read and checked. */
export interface EventStoreDbAddress {
  readonly hosts: readonly Endpoint[];
  /** `esdb+discover://`: the one host is asked for the members of its cluster. */
  readonly discover: boolean;
  readonly credentials?: { readonly username: string; readonly password: string };
  /** Absent with `tls=false`. */
  readonly tls?: Tls;
  /**
   * A key of ours: what the names of all streams of this log begin with in the database, so that several logs can share one. A database
   * holds either one log without a namespace or any number that have one.
   */
  readonly namespace?: string;
  /** A key of ours: for how long one operation is tried in all before it is refused, in milliseconds. */
  readonly budget?: number;
  /** What is handed to the client as it is: numbers in milliseconds, `gossipTimeout` in seconds. `defaultDeadline` is that of one append. */
  readonly client: Readonly<Partial<Record<ClientNumber, number>>> & { readonly connectionName?: string };
}

const CLIENT_NUMBERS = [
  'defaultDeadline',
  'discoveryInterval',
  'gossipTimeout',
  'keepAliveInterval',
  'keepAliveTimeout',
  'maxDiscoverAttempts',
] as const;
type ClientNumber = (typeof CLIENT_NUMBERS)[number];

/** Below this the client prints a warning, and servers may take the pings for an attack. */
const LEAST: Partial<Record<ClientNumber, number>> = { keepAliveInterval: 10_000 };

/** Every key that is understood, by its name in small letters: the client takes them in any case. */
const KEYS = new Map(
  [
    ...CLIENT_NUMBERS,
    'budget',
    'connectionName',
    'namespace',
    'nodePreference',
    'throwOnAppendFailure',
    'tls',
    'tlsCAFile',
    'tlsVerifyCert',
    'userCertFile',
    'userKeyFile',
  ].map((key) => [key.toLowerCase(), key]),
);

const DEFAULT_PORT = 2113;
const CONNECTION_STRING = /^esdb(\+discover)?:\/\/(?:([^@/?]*)@)?([^@/?]+)\/?(?:\?(.*))?$/;

/**
 * Reads a connection string as the client would, but refuses what the client only warns of or ignores: an unknown key, a second host for
 * discovery, settings against which the log could not keep its promises.
 * @throws Refusal `invalid`/`wrong-connection-string` with a reason that holds neither host nor password
 */
export function readConnectionString(text: string): EventStoreDbAddress {
  const [, discover, credentials, hosts = '', query] = CONNECTION_STRING.exec(text.trim()) ?? wrong('must look like esdb://host:2113');
  const settings = readSettings(query ?? '');
  const endpoints = hosts.split(',').map(readEndpoint);
  if (discover !== undefined && endpoints.length > 1) wrong('esdb+discover:// takes one host');
  forbid(settings, 'nodePreference', 'leader', 'only the leader has read what was just appended');
  forbid(settings, 'throwOnAppendFailure', 'true', 'a refused append must not look like a written one');
  const tls = readTls(settings);
  if (tls !== undefined && credentials === undefined)
    wrong('a secured server wants user:password@ before the host; an insecure one tls=false');
  return {
    hosts: endpoints,
    discover: discover !== undefined,
    credentials: credentials === undefined ? undefined : readCredentials(credentials),
    tls,
    namespace: readNamespace(settings.get('namespace')),
    budget: readNumber(settings, 'budget', 100),
    client: readClientSettings(settings),
  };
}

function readSettings(query: string): Map<string, string> {
  const settings = new Map<string, string>();
  for (const pair of query.split('&').filter((part) => part !== '')) {
    const [name = '', value, ...rest] = pair.split('=');
    const key = KEYS.get(name.toLowerCase()) ?? wrong(/^[A-Za-z]{1,30}$/.test(name) ? `unknown key ${name}` : 'unknown key');
    if (value === undefined || value === '' || rest.length > 0) wrong(`${key} needs a value`);
    if (settings.has(key)) wrong(`${key} is given twice`);
    settings.set(key, decodedPart(value ?? '', wrong));
  }
  return settings;
}

function readEndpoint(text: string): Endpoint {
  const [, address = '', port] = /^([A-Za-z0-9._-]+)(?::(\d{1,5}))?$/.exec(text.trim()) ?? wrong('a host must look like name:2113');
  const number = port === undefined ? DEFAULT_PORT : Number(port);
  if (number < 1 || number > 65_535) wrong('a port must be from 1 to 65535');
  return { address, port: number };
}

function readCredentials(text: string): { username: string; password: string } {
  const [, username = '', password = ''] = /^([^:]+):([^:]+)$/.exec(text) ?? wrong('credentials must look like user:password');
  return { username: decodedPart(username, wrong), password: decodedPart(password, wrong) };
}

function readTls(settings: ReadonlyMap<string, string>): Tls | undefined {
  const verify = readBoolean(settings, 'tlsVerifyCert');
  const [userCertFile, userKeyFile] = [settings.get('userCertFile'), settings.get('userKeyFile')];
  if ((userCertFile === undefined) !== (userKeyFile === undefined)) wrong('userCertFile and userKeyFile go together');
  if (!readBoolean(settings, 'tls')) return undefined;
  return { caFile: settings.get('tlsCAFile'), userCertFile, userKeyFile, verify };
}

/** Without `.` and `-`: the first `.` ends the namespace, and the first `-` of a stream's name its category. */
function readNamespace(text: string | undefined): string | undefined {
  if (text !== undefined && !/^[a-z0-9_]{1,40}$/.test(text)) wrong('namespace must be of a-z, 0-9 and _');
  return text;
}

function readClientSettings(settings: ReadonlyMap<string, string>): EventStoreDbAddress['client'] {
  const numbers = CLIENT_NUMBERS.flatMap((key) => {
    const number = readNumber(settings, key, LEAST[key] ?? 1);
    return number === undefined ? [] : [[key, number]];
  });
  return { ...Object.fromEntries(numbers), connectionName: settings.get('connectionName') };
}

function readNumber(settings: ReadonlyMap<string, string>, key: string, least: number): number | undefined {
  const text = settings.get(key);
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text) || Number(text) < least) wrong(`${key} must be a whole number, at least ${least}`);
  return Number(text);
}

function readBoolean(settings: ReadonlyMap<string, string>, key: string): boolean {
  const text = settings.get(key) ?? 'true';
  if (text !== 'true' && text !== 'false') wrong(`${key} must be true or false`);
  return text === 'true';
}

function forbid(settings: ReadonlyMap<string, string>, key: string, only: string, because: string): void {
  const text = settings.get(key);
  if (text !== undefined && text.toLowerCase() !== only) wrong(`${key} can only be ${only}: ${because}`);
}

function wrong(reason: string): never {
  throw new Refusal('invalid', 'wrong-connection-string', { params: { reason } });
}
