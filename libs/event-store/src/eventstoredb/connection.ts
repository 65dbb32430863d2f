import { readFileSync } from 'node:fs';
import type { ChannelCredentialOptions, Credentials, EventStoreDBClient } from '@eventstore/db-client';
import { Refusal } from '#kernel';
import { Client } from './client.js';
import type { EventStoreDbAddress, Tls } from './connection-string.js';
import type { Security } from './obstacle.js';
import { denied, type Right } from './rights.js';
import { isDeadline, isForeign, verdictOn } from './verdict.js';

/** So many calls in a row without an answer in time, and the client is replaced. */
const DEADLINES = 2;

/**
 * Goes with every call if the address names nobody, which only an insecure one may do. Credentials on the call itself are what keeps the client off its batched append, which
 * loses answers, never times out and can end the process (client 6.2.1 `batchAppend`, upstream #523); on an insecure connection they
 * are not sent at all.
 */
const NOBODY: Credentials = { username: 'none', password: 'none' };

interface Lease {
  readonly client: Client;
  users: number;
  retired: boolean;
}

/**
 * Holds the client and replaces it when it is of no use any more. The client replaces its channel by itself when a server is unavailable or
 * not the leader, but never when answers stay out, so this does. A replaced client ends when nobody uses it: ending it earlier would
 * look to its readers like the end of what they read.
 */
export class Connection {
  /** Goes with every call. */
  readonly options: { readonly credentials: Credentials; readonly requiresLeader: true };
  private lease: Lease;
  private deadlines = 0;
  private sessions = 0;

  /** @throws Refusal `invalid`/`wrong-connection-string` if a certificate cannot be read */
  constructor(private readonly address: EventStoreDbAddress) {
    this.options = { credentials: address.credentials ?? NOBODY, requiresLeader: true };
    this.lease = this.connect();
  }

  /**
   * Counts the connections: as long as it stays the same, what answers is the server that answered before. A server cannot be given other data
   * without breaking them.
   */
  get session(): number {
    return this.sessions;
  }

  /**
   * Runs something with the client, and learns from how it goes.
   * @param right what the user must be allowed for it
   * @throws Refusal `unavailable` with the code of a {@link Right} or `log-login-refused`, what else `work` throws
   */
  async use<Result>(work: (client: EventStoreDBClient) => Promise<Result>, right: Right = 'log-may-not-read-all'): Promise<Result> {
    const { lease } = this;
    lease.users += 1;
    try {
      const result = await work(lease.client);
      this.deadlines = 0;
      return result;
    } catch (error) {
      const verdict = verdictOn(error);
      if (verdict.again && !verdict.answered) this.sessions += 1;
      this.learn(lease, error);
      throw denied(error, right) ?? error;
    } finally {
      lease.users -= 1;
      this.endIfUnused(lease);
    }
  }

  /** Nothing may be running any more. */
  close(): void {
    this.lease.retired = true;
    this.endIfUnused(this.lease);
  }

  private learn(lease: Lease, error: unknown): void {
    this.deadlines = isDeadline(error) ? this.deadlines + 1 : 0;
    if (lease !== this.lease || (this.deadlines < DEADLINES && !isForeign(error))) return;
    this.deadlines = 0;
    lease.retired = true;
    this.lease = this.connect();
  }

  private endIfUnused(lease: Lease): void {
    if (!lease.retired || lease.users > 0) return;
    lease.client.end().catch(() => undefined);
  }

  private connect(): Lease {
    const { hosts, discover, credentials, tls, client } = this.address;
    const [endpoint = { address: '', port: 0 }] = hosts;
    const settings = { ...client, throwOnAppendFailure: true };
    const cluster = { ...settings, nodePreference: 'leader' as const };
    const { keepAliveInterval, keepAliveTimeout } = client;
    const options = { security: channelCredentials(tls), keepAliveInterval, keepAliveTimeout, reconnects: () => (this.sessions += 1) };
    const made = () => {
      if (discover) return new Client({ ...cluster, discover: endpoint }, options, credentials);
      if (hosts.length > 1) return new Client({ ...cluster, endpoints: [...hosts] }, options, credentials);
      return new Client({ ...settings, endpoint }, options, credentials);
    };
    return { client: made(), users: 0, retired: false };
  }
}

/** @throws Refusal `invalid`/`wrong-connection-string` if a certificate cannot be read */
export function securityOf(tls: Tls | undefined): Security | undefined {
  if (tls === undefined) return undefined;
  const { caFile, userCertFile, userKeyFile, verify } = tls;
  return {
    ca: readFile('tlsCAFile', caFile),
    cert: readFile('userCertFile', userCertFile),
    key: readFile('userKeyFile', userKeyFile),
    verify,
  };
}

function channelCredentials(tls: Tls | undefined): ChannelCredentialOptions {
  const security = securityOf(tls);
  if (security === undefined) return { insecure: true };
  const { ca, cert, key, verify } = security;
  return {
    insecure: false,
    rootCertificate: ca,
    userCertFile: cert,
    userKeyFile: key,
    ...(!verify && { verifyOptions: { rejectUnauthorized: false, checkServerIdentity: () => undefined } }),
  };
}

function readFile(key: string, path: string | undefined): Buffer | undefined {
  try {
    return path === undefined ? undefined : readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'error';
    throw new Refusal('invalid', 'wrong-connection-string', { params: { reason: `${key} cannot be read (${code})` } });
  }
}
