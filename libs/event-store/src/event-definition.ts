import type { z } from 'zod';

/** Turns data of one version into data of the next. Pure. */
export type Upcaster = (data: unknown) => unknown;

/**
 * One event type as it is stored: name, current version, the shape of the current version, and how older ones become it
 * (`upcasters[1]` makes version 2 out of version 1). Every room lists its own and registers them once.
 */
export interface EventDefinition {
  readonly type: string;
  readonly version: number;
  readonly schema: z.ZodType;
  readonly upcasters?: Readonly<Record<number, Upcaster>>;
}
