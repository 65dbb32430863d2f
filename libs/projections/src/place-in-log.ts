import { firstOf, LOG_RENEWED, LOG_STREAM, type EventFilter, type EventLog } from '#event-store';
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
  const origin = await log.readStream(LOG_STREAM);
  // A log that was set back and renewed is another one: rows may hold what it lost.
  const renewed = origin.findLast(({ type }) => type === LOG_RENEWED);
  return { firstEventId: first && [first.id, renewed?.id].filter((id) => id !== undefined).join('+'), head: await log.head() };
}
