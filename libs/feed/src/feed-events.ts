import { z } from 'zod';
import type { EventDefinition } from '#event-store';

/** What is stored about a named subscription: that it was opened, and how far its consumer has come. */
export const feedEvents: readonly EventDefinition[] = [
  {
    type: 'feed-subscription-opened',
    version: 1,
    schema: z.strictObject({ name: z.string(), types: z.array(z.string()), position: z.string() }),
  },
  { type: 'feed-position-acknowledged', version: 1, schema: z.strictObject({ position: z.string() }) },
];

/** The stream of a named subscription. */
export function subscriptionStream(name: string): string {
  return `feed-subscription-${name}`;
}
