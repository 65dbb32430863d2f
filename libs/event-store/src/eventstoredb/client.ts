import { EventStoreDBClient, type ChannelCredentialOptions, type Credentials } from '@eventstore/db-client';
import { Channel, connectivityState, credentials, type ChannelCredentials } from '@grpc/grpc-js';
import { leaveAddressesOut } from './no-sni-for-addresses.js';

leaveAddressesOut();

/**
 * How long gRPC waits before it connects anew, in milliseconds. By itself it would wait up to two minutes, and share that wait with every
 * channel that is made to the same server meanwhile: a server would be back long before anybody noticed.
 */
const RECONNECT = { 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 1_000 };

/** What the client itself sets (6.2.1). */
const RECEIVED_AT_MOST = 17 * 1024 * 1024;
const KEEP_ALIVE = 10_000;

export interface ClientOptions {
  readonly security: ChannelCredentialOptions;
  readonly keepAliveInterval?: number;
  readonly keepAliveTimeout?: number;
  /** Is told when another connection than before may be used from now on. */
  readonly reconnects: () => void;
}

/** The part of the client that makes its connections; its types do not show it. */
interface MakesChannels {
  createChannel: () => Promise<Channel>;
}

/** The client, with connections that are made anew soon and tell when they are, and with the end of its channel: `dispose` alone leaves it standing. */
export class Client extends EventStoreDBClient {
  private made?: Channel;
  private ended = false;

  /** @param settings those of a single server, of several or of one that knows its cluster: the client has a constructor for each */
  constructor(settings: object, options: ClientOptions, user?: Credentials) {
    super(settings as never, options.security as never, user);
    const maker = this as unknown as MakesChannels;
    const theirs = maker.createChannel;
    const channelCredentials = credentialsOf(options.security);
    maker.createChannel = async () => {
      const found = await theirs();
      const target = found.getTarget();
      found.close();
      const channel = new Channel(target, channelCredentials, {
        ...RECONNECT,
        'grpc.use_local_subchannel_pool': 1,
        'grpc.max_receive_message_length': RECEIVED_AT_MOST,
        'grpc.keepalive_time_ms': options.keepAliveInterval ?? KEEP_ALIVE,
        'grpc.keepalive_timeout_ms': options.keepAliveTimeout ?? KEEP_ALIVE,
      });
      this.made = channel;
      // Found too late, while a cluster was looked for.
      if (this.ended) channel.close();
      else watch(channel, options.reconnects);
      options.reconnects();
      return channel;
    };
  }

  /** Also what never got connected: it would try on, and keep the process from ending. */
  async end(): Promise<void> {
    this.ended = true;
    await this.dispose();
    this.made?.close();
  }
}

/** Tells whenever a connection that stood does so no more. */
function watch(channel: Channel, lost: () => void): void {
  const state = channel.getConnectivityState(false);
  if (state === connectivityState.SHUTDOWN) return;
  channel.watchConnectivityState(state, Number.POSITIVE_INFINITY, () => {
    if (state === connectivityState.READY) lost();
    try {
      watch(channel, lost);
    } catch {
      // Closed meanwhile: nothing more will come of it.
    }
  });
}

function credentialsOf(security: ChannelCredentialOptions): ChannelCredentials {
  if (security.insecure === true) return credentials.createInsecure();
  const { rootCertificate = null, userKeyFile = null, userCertFile = null, verifyOptions } = security;
  return credentials.createSsl(rootCertificate, userKeyFile, userCertFile, verifyOptions);
}
