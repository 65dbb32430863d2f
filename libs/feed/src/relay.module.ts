import { type BeforeApplicationShutdown, Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { RUNTIME, type Runtime } from '#platform';
import { sourceOf } from './cloud-event.js';
import { kafkaRelay } from './relay/open-relay.js';
import { StandbyRelay } from './relay/standby-relay.js';

/** The {@link StandbyRelay} of this process; undefined if no brokers are named or the process does not have the role. */
export const RELAY = Symbol('Relay');

/** Runs the relay as long as the application runs. */
@Module({
  providers: [{ provide: RELAY, useFactory: relayOf, inject: [RUNTIME] }],
  exports: [RELAY],
})
export class RelayModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(@Inject(RELAY) private readonly relay: StandbyRelay | undefined) {}

  onApplicationBootstrap(): void {
    this.relay?.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.relay?.stop();
  }
}

function relayOf({ configuration, log, origin, readStore }: Runtime): StandbyRelay | undefined {
  const { kafka: brokers, roles, dataDirectory: directory } = configuration;
  if (brokers === undefined || !roles.includes('relay')) return undefined;
  const source = sourceOf(origin.storeId);
  const formerly = origin.formerly.map(sourceOf);
  return new StandbyRelay(log, readStore.lease('relay'), (maySend) => kafkaRelay({ log, source, formerly, brokers, directory, maySend }));
}
