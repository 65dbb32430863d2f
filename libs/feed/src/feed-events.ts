import { z } from 'zod';
import type { EventDefinition } from '#event-store';
import { derivedId } from '#kernel';

/** What is stored about a named subscription: that it was opened, how far its consumer has come, and that it was deleted. */
export const feedEvents: readonly EventDefinition[] = [
  {
    type: 'feed-subscription-opened',
    version: 1,
    schema: z.strictObject({ name: z.string(), types: z.array(z.string()), position: z.string() }),
  },
  { type: 'feed-position-acknowledged', version: 1, schema: z.strictObject({ position: z.string() }) },
  { type: 'feed-subscription-deleted', version: 1, schema: z.strictObject({ name: z.string() }) },
];

/** Streams of subscriptions begin so. */
export const SUBSCRIPTION_STREAMS = 'feed-subscription-';

/** The stream of a name from when everybody shared the names. */
export function sharedStream(name: string): string {
  return `${SUBSCRIPTION_STREAMS}${name}`;
}

/** The stream of the nth subscription that its owner has under a name, after so many that were deleted. No name holds a dot. */
export function subscriptionStream(name: string, owner: string, nth: number): string {
  return `${sharedStream(name)}.${derivedId('feed-subscription', owner, name, String(nth))}`;
}
