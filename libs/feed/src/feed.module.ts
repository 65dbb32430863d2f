import { type BeforeApplicationShutdown, Module } from '@nestjs/common';
import type { EventLog } from '#event-store';
import { EVENT_LOG, ORIGIN, type Origin } from '#platform';
import { sourceOf } from './cloud-event.js';
import { Feed } from './feed.js';
import { FeedSubscriptions } from './subscriptions.js';

/** The feed over the log of this process; whoever listens is let go before the process ends. */
@Module({
  providers: [
    { provide: Feed, useFactory: (log: EventLog, origin: Origin) => new Feed(log, sourceOf(origin.storeId)), inject: [EVENT_LOG, ORIGIN] },
    {
      provide: FeedSubscriptions,
      useFactory: (log: EventLog, feed: Feed) => new FeedSubscriptions(log, feed),
      inject: [EVENT_LOG, Feed],
    },
  ],
  exports: [Feed, FeedSubscriptions],
})
export class FeedModule implements BeforeApplicationShutdown {
  constructor(private readonly feed: Feed) {}

  beforeApplicationShutdown(): void {
    this.feed.close();
  }
}
