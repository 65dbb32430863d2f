import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Position } from '#kernel';
import type { EventFilter, ReadAllOptions } from './port.js';

/** What pages are read from: a log, or the store beneath it. */
export interface Paged<Event> {
  readAll(options: ReadAllOptions): Promise<PageOf<Event>>;
}

export interface PageOf<Event> {
  readonly events: readonly Event[];
  readonly position: Position;
  readonly end: boolean;
}

/** Which part of a log is meant. */
export interface Part {
  /** Exclusive; absent: from the beginning. */
  readonly after?: Position;
  readonly filter?: EventFilter;
}

const PAGE = 500;

/**
 * All pages of a part of the log up to its end, as it is when it is reached. A page may be empty and not the last: a store looks at so much of
 * a log that others write to as well, and says how far it has come. So whoever wants what a log holds asks here; single pages are for
 * people who turn them.
 * @param limit events of a page at most
 */
export async function* pagesOf<Event>(log: Paged<Event>, { after, filter }: Part = {}, limit = PAGE): AsyncGenerator<PageOf<Event>> {
  for (let from = after, end = false; !end;) {
    const page = await log.readAll({ ...(from !== undefined && { after: from }), ...(filter !== undefined && { filter }), limit });
    yield page;
    ({ position: from, end } = page);
    // A store may answer without leaving the turn: others have theirs meanwhile.
    if (!end) await nextTurn();
  }
}

/** All events of a part of the log, one by one. */
export async function* eventsIn<Event>(log: Paged<Event>, part: Part = {}, limit = PAGE): AsyncGenerator<Event> {
  for await (const { events } of pagesOf(log, part, limit)) yield* events;
}

/** The first event of a part of the log; undefined if there is none. */
export async function firstOf<Event>(log: Paged<Event>, part: Part = {}): Promise<Event | undefined> {
  for await (const { events } of pagesOf(log, part, 1)) if (events.length > 0) return events[0];
  return undefined;
}

/** How many events a part of the log holds, counted up to `most`. */
export async function countOf(log: Paged<unknown>, part: Part, most: number): Promise<number> {
  let count = 0;
  for await (const { events } of pagesOf(log, part, most)) {
    count += events.length;
    if (count >= most) return most;
  }
  return count;
}
