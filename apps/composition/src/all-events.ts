import { demoEvents } from '#demo';
import { directoryEvents } from '#directory';
import type { EventDefinition } from '#event-store';
import { feedEvents } from '#feed';
import { recordsEvents } from '#records';
import { responsibilityEvents } from '#responsibility';
import { rostersEvents } from '#rosters';

/** Every event type that any room writes. */
export const allEvents: readonly EventDefinition[] = [
  ...directoryEvents,
  ...recordsEvents,
  ...rostersEvents,
  ...responsibilityEvents,
  ...feedEvents,
  ...demoEvents,
];
