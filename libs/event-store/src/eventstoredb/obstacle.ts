import { connect, isIP, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { isCertificateRefused } from '../certificates.js';
import type { Endpoint } from './connection-string.js';

/** What stands in the way of a connection to a server. */
export interface Obstacle {
  /** Code of a refusal. */
  readonly code: 'log-host-unknown' | 'log-host-refuses' | 'log-certificate-refused' | 'log-not-secured' | 'log-secured';
  /** What the system or the TLS library calls it. */
  readonly reason: string;
}

/** What is needed to make a secured connection by hand. */
export interface Security {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
  readonly verify: boolean;
}

/** For how long a server is looked at, in milliseconds; a name that has no address by then is taken for unknown. */
const LOOK_FOR = 1_500;
const UNKNOWN_NAMES = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NONAME', 'EAI_NODATA', 'EAI_FAIL']);
/** What is said when the other side speaks something else than TLS. */
const NOT_TLS = /^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|RECORD_LAYER_FAILURE)$/;

/**
 * Makes a connection by hand and says why it cannot be made: the client only says that the server does not answer. Undefined: nothing is in the
 * way, or it does not say so.
 */
export async function obstacleBefore({ address: host, port }: Endpoint, security: Security | undefined): Promise<Obstacle | undefined> {
  const plain = await tried(connect({ host, port }), 'connect', isIP(host) !== 0);
  if (plain !== undefined) return known(plain);
  const { verify = false, ...certificates } = security ?? {};
  const servername = isIP(host) === 0 ? host : '';
  const settings = { host, port, servername, ...certificates, rejectUnauthorized: verify, ALPNProtocols: ['h2'] };
  const secured = await tried(connectSecurely(settings), 'secureConnect', true);
  if (security !== undefined) return secured === undefined ? undefined : known(secured);
  return secured === undefined ? { code: 'log-secured', reason: 'TLS' } : undefined;
}

/** The code of what kept it from being connected; undefined if nothing did. */
async function tried(socket: Socket, connected: string, resolved: boolean): Promise<string | undefined> {
  try {
    return await new Promise((resolve) => {
      let named = resolved;
      socket.on('lookup', (error: unknown) => (named ||= error === null));
      socket.once(connected, () => resolve(undefined));
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
      socket.setTimeout(LOOK_FOR, () => resolve(named ? 'ETIMEDOUT' : 'EAI_AGAIN'));
    });
  } finally {
    socket.destroy();
  }
}

function known(reason: string): Obstacle | undefined {
  if (UNKNOWN_NAMES.has(reason)) return { code: 'log-host-unknown', reason };
  if (reason === 'ECONNREFUSED') return { code: 'log-host-refuses', reason };
  if (isCertificateRefused(reason)) return { code: 'log-certificate-refused', reason };
  return NOT_TLS.test(reason) ? { code: 'log-not-secured', reason } : undefined;
}
