// The messages of EventStoreDB's protocol, as the client's package has them: it ships what was generated from the protocol's files, not the
// files. The generated modules hide their names from ESM, so they are required.
import { createRequire } from 'node:module';

type Streams = typeof import('@eventstore/db-client/generated/streams_pb.js');
type StreamsRpc = typeof import('@eventstore/db-client/generated/streams_grpc_pb.js');
type Shared = typeof import('@eventstore/db-client/generated/shared_pb.js');
type Gossip = typeof import('@eventstore/db-client/generated/gossip_pb.js');
type GossipRpc = typeof import('@eventstore/db-client/generated/gossip_grpc_pb.js');
type Features = typeof import('@eventstore/db-client/generated/serverfeatures_pb.js');
type FeaturesRpc = typeof import('@eventstore/db-client/generated/serverfeatures_grpc_pb.js');

const load = createRequire(import.meta.url);
const generated = (name: string): unknown => load(`@eventstore/db-client/generated/${name}.js`);

export const { ReadReq, ReadResp, AppendResp } = generated('streams_pb') as Streams;
export const { StreamsService } = generated('streams_grpc_pb') as StreamsRpc;
export const { Empty, StreamIdentifier, UUID } = generated('shared_pb') as Shared;
export const { ClusterInfo, EndPoint, MemberInfo } = generated('gossip_pb') as Gossip;
export const { GossipService } = generated('gossip_grpc_pb') as GossipRpc;
export const { SupportedMethod, SupportedMethods } = generated('serverfeatures_pb') as Features;
export const { ServerFeaturesService } = generated('serverfeatures_grpc_pb') as FeaturesRpc;

export type {
  AppendReq as AppendRequest,
  AppendResp as AppendResponse,
  ReadReq as ReadRequest,
  ReadResp as ReadResponse,
} from '@eventstore/db-client/generated/streams_pb.js';
