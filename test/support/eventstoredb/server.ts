// Run as a child process: speaks EventStoreDB's gRPC protocol on a port of its own and takes orders from its parent (faults.ts).
// It proves the client's and the adapter's side of the protocol, not the truth of a server. Arguments: the server version to play, a port, and
// for a secured server the files of its certificate and key.
import { readFileSync } from 'node:fs';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { ServerVersion } from './all-subscription.js';
import { gossip, serverFeatures } from './cluster.js';
import { Faults, type Order } from './faults.js';
import { GossipService, ServerFeaturesService, StreamsService } from './protocol.js';
import { Streams } from './streams.js';

const [version = '23.10', wanted = '0', certificate, key] = process.argv.slice(2);
const faults = new Faults();
const streams = new Streams(faults, version as ServerVersion);
let port = Number(wanted);
let server = newServer();

function newServer(): Server {
  const made = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
  made.addService(StreamsService, streams.implementation());
  made.addService(
    GossipService,
    gossip(faults, () => port),
  );
  made.addService(ServerFeaturesService, serverFeatures(faults));
  return made;
}

function security(): ServerCredentials {
  if (certificate === undefined || key === undefined) return ServerCredentials.createInsecure();
  return ServerCredentials.createSsl(null, [{ cert_chain: readFileSync(certificate), private_key: readFileSync(key) }]);
}

function listen(then: () => void): void {
  server.bindAsync(`127.0.0.1:${port}`, security(), (error, bound) => {
    if (error !== null) throw error;
    port = bound;
    then();
  });
}

/** @param then is called when it is done */
function obey(order: Order, then: () => void): void {
  if (order.kind === 'back') {
    server = newServer();
    return listen(then);
  }
  if (order.kind === 'fault') faults.add(order.fault);
  else if (order.kind === 'heal') faults.heal();
  else if (order.kind === 'away') server.forceShutdown();
  else streams.obey(order);
  then();
}

listen(() => process.send?.({ port }));

process.on('message', ({ id, order }: { id: number; order: Order }) => {
  obey(order, () => process.send?.({ id, calls: { ...faults.calls, open: streams.open, EventsHeld: streams.held } }));
});
process.on('disconnect', () => process.exit());
