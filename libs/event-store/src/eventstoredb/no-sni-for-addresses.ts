import { isIP } from 'node:net';
import { ChannelCredentials, type ChannelOptions } from '@grpc/grpc-js';

/** What grpc-js (1.14) does with a connection; its types do not show it. */
interface MakesConnectors {
  _createSecureConnector: (...args: readonly [unknown, ChannelOptions, unknown?]) => {
    readonly connectionOptions?: { readonly host?: string; servername?: string };
  };
}

/**
 * Keeps grpc-js from naming a server by its IP address in the TLS handshake: names there are those of hosts (RFC 6066, Node's DEP0123). The certificate is
 * compared with the address all the same. It is done where all credentials are made, because the client looks for a cluster with some of its own.
 */
export function leaveAddressesOut(): void {
  const secured = Object.getPrototypeOf(ChannelCredentials.createSsl()) as MakesConnectors & { readonly leftOut?: true };
  if (secured.leftOut === true) return;
  const theirs = secured._createSecureConnector;
  Object.assign(secured, {
    leftOut: true,
    _createSecureConnector(this: MakesConnectors, ...args: Parameters<typeof theirs>): ReturnType<typeof theirs> {
      const connector = theirs.apply(this, args);
      const { connectionOptions } = connector;
      if (connectionOptions !== undefined && isIP(connectionOptions.host ?? '') !== 0) connectionOptions.servername = '';
      return connector;
    },
  });
}
