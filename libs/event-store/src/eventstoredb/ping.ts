import { BACKWARDS, END } from '@eventstore/db-client';
import type { Connection } from './connection.js';
import { feedFrom } from './feed.js';

/** How long a server may take to say something small, in milliseconds. */
const SOON = 1_000;

/** Asks for as little as there is, and does not wait long. @throws what the client throws, Dropped */
export function ping(connection: Connection): Promise<void> {
  return connection.use(async (client) => {
    const reading = client.readAll({ ...connection.options, direction: BACKWARDS, fromPosition: END, maxCount: 1 });
    const feed = feedFrom(reading, () => true, SOON);
    try {
      await feed.take(1);
    } finally {
      feed.close();
    }
  });
}
