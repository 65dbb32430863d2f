import { type BeforeApplicationShutdown, Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import type { EventLog } from '#event-store';
import { CONFIGURATION, EVENT_LOG, ORIGIN, type Configuration, type Origin } from '#platform';
import { sourceOf } from './cloud-event.js';
import { kafkaRelay } from './relay/open-relay.js';
import type { Relay } from './relay/relay.js';

/** The {@link Relay} of this process; undefined if no brokers are named or the process does not have the role. */
export const RELAY = Symbol('Relay');

/** Runs the relay as long as the application runs. */
@Module({
  providers: [
    {
      provide: RELAY,
      useFactory: ({ kafka, roles, dataDirectory }: Configuration, log: EventLog, origin: Origin): Relay | undefined =>
        kafka === undefined || !roles.includes('relay')
          ? undefined
          : kafkaRelay({ log, source: sourceOf(origin.storeId), brokers: kafka, directory: dataDirectory }),
      inject: [CONFIGURATION, EVENT_LOG, ORIGIN],
    },
  ],
  exports: [RELAY],
})
export class RelayModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(@Inject(RELAY) private readonly relay: Relay | undefined) {}

  onApplicationBootstrap(): void {
    this.relay?.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.relay?.stop();
  }
}
