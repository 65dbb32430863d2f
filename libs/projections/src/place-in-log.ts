import { firstOf, type EventFilter, type EventLog } from '#event-store';
import type { Position } from '#kernel';
import type { Projection } from './projection.js';
import { BEGINNING, type LogIdentity } from './view-home.js';

/** Where reading the log goes on for a projection whose rows are true up to a position. */
export function placeIn(
  { filter }: Pick<Projection<unknown>, 'filter'>,
  position: Position,
): { readonly after?: Position; readonly filter?: EventFilter } {
  const everything = filter.streamPrefixes === undefined && filter.types === undefined;
  return { ...(position !== BEGINNING && { after: position }), ...(!everything && { filter }) };
}

/** By what a home knows its log again. */
export async function identityOf(log: EventLog): Promise<LogIdentity> {
  const first = await firstOf(log);
  return { firstEventId: first?.id, head: await log.head() };
}
