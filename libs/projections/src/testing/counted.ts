import { z } from 'zod';
import type { EventDefinition } from '#event-store';

/** An event type for specs: something was counted. */
export const counted: EventDefinition = { type: 'counted', version: 1, schema: z.strictObject({ by: z.int() }) };
