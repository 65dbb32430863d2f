import { z } from 'zod';
import type { EventDefinition } from '#event-store';

/** What the log says about itself: its first event names it and says whether its clock is real; a simulated clock's settings follow. */
export const platformEvents: readonly EventDefinition[] = [
  { type: 'log-created', version: 1, schema: z.strictObject({ storeId: z.uuid(), simulated: z.boolean() }) },
  { type: 'clock-set', version: 1, schema: z.strictObject({ time: z.iso.datetime() }) },
];

export const LOG_STREAM = 'log-origin';
