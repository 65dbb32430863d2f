import { z } from 'zod';
import type { EventDefinition } from '#event-store';

/** The demo began to work the county forward; a run that was killed goes on from here. */
export interface DemoBegun {
  /** From 1: which run on this log it is. */
  readonly run: number;
  readonly seed: number;
  readonly months: number;
  /** UTC times between which it works; `until` exclusive. */
  readonly from: string;
  readonly until: string;
}

export interface DemoFinished {
  readonly run: number;
}

const time = z.iso.datetime();
const count = z.int().positive();

/** This room's event types, to be registered with the log. */
export const demoEvents: readonly EventDefinition[] = [
  {
    type: 'demo-begun',
    version: 1,
    schema: z.strictObject({ run: count, seed: z.int().nonnegative(), months: count, from: time, until: time }),
  },
  { type: 'demo-finished', version: 1, schema: z.strictObject({ run: count }) },
];

/** The stream in which runs of the demo stand, one after the other. */
export const DEMO_STREAM = 'demo-runs';
