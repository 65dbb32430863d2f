import { z } from 'zod';
import { commandReserved, LOG_RENEWED, type EventDefinition } from '#event-store';

export { LOG_STREAM } from '#event-store';

/**
 * What the log says about itself: its first event names it and the keys that its values are sealed with, and says whether its clock is real; a
 * simulated clock's settings follow. A log of before adopts its keys by an event of its own; one that was set back goes on under a new name.
 * What the ids of commands were used for stands beside it.
 */
export const platformEvents: readonly EventDefinition[] = [
  {
    type: 'log-created',
    version: 2,
    schema: z.strictObject({ storeId: z.uuid(), simulated: z.boolean(), keyStoreId: z.uuid().nullable() }),
    upcasters: { 1: (data) => ({ ...(data as object), keyStoreId: null }) },
  },
  { type: 'key-store-adopted', version: 1, schema: z.strictObject({ keyStoreId: z.uuid() }) },
  {
    type: LOG_RENEWED,
    version: 1,
    schema: z.strictObject({ storeId: z.uuid(), replaces: z.uuid(), reason: z.string().min(1).max(500) }),
  },
  { type: 'clock-set', version: 1, schema: z.strictObject({ time: z.iso.datetime() }) },
  commandReserved,
];
