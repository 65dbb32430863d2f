import type { sendUnaryData, UntypedServiceImplementation } from '@grpc/grpc-js';
import type { Faults } from './faults.js';
import { ClusterInfo, EndPoint, MemberInfo, SupportedMethod, SupportedMethods, UUID } from './protocol.js';

/** `gossip.Gossip`: a cluster of one, whose only member leads it. */
export function gossip(faults: Faults, port: () => number): UntypedServiceImplementation {
  return {
    read: (_call: unknown, answer: sendUnaryData<InstanceType<typeof ClusterInfo>>) => {
      faults.count('Gossip');
      const member = new MemberInfo()
        .setInstanceId(new UUID().setString('11111111-1111-4111-8111-111111111111'))
        .setTimeStamp('0')
        .setState(MemberInfo.VNodeState.LEADER)
        .setIsAlive(true)
        .setHttpEndPoint(new EndPoint().setAddress('127.0.0.1').setPort(port()));
      answer(null, new ClusterInfo().setMembersList([member]));
    },
  };
}

/** `server_features.ServerFeatures`: names the batched append, as real servers do; a client that asks would use it. */
export function serverFeatures(faults: Faults): UntypedServiceImplementation {
  return {
    getSupportedMethods: (_call: unknown, answer: sendUnaryData<InstanceType<typeof SupportedMethods>>) => {
      faults.count('GetSupportedMethods');
      const methods = ['append', 'batchappend', 'read'].map((name) =>
        new SupportedMethod().setServiceName('event_store.client.streams.streams').setMethodName(name),
      );
      answer(null, new SupportedMethods().setEventStoreServerVersion('23.10.0').setMethodsList(methods));
    },
  };
}
