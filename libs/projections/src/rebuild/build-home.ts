import { setImmediate as nextTurn } from 'node:timers/promises';
import { pagesOf, type EventLog } from '#event-store';
import type { Position } from '#kernel';
import { identityOf, placeIn } from '../place-in-log.js';
import type { Projection } from '../projection.js';
import type { ReadStore } from '../read-store.js';
import { BEGINNING, ViewHome } from '../view-home.js';

/** Events of one transaction: nobody waits for this home, and the larger it is the fewer rows are written twice. */
const BATCH = 2_500;

/** How far a home that is being built has come. */
export interface BuildProgress {
  readonly view: string;
  /** Events applied. */
  readonly events: number;
  readonly position: Position;
  /** The log's end when it was last looked at. */
  readonly head: Position;
  /** The home is whole. Of a large view it takes minutes from its last event until its indexes are made. */
  readonly ready: boolean;
}

/**
 * Builds a home of a projection from the beginning of the log up to its end, at a place that was reserved for it.
 * @throws whatever the projection, the log or the store throws; what stands at the place is of no use then
 */
export async function buildHome<Tables>(
  log: EventLog,
  store: ReadStore,
  projection: Projection<Tables>,
  place: string,
  progress: (progress: BuildProgress) => void,
): Promise<void> {
  const home = new ViewHome(store.building(place), projection, true);
  try {
    await home.open(() => identityOf(log));
    let [events, position] = [0, BEGINNING];
    const tell = async (ready: boolean) => progress({ view: projection.name, events, position, head: await log.head(), ready });
    for await (const page of pagesOf(log, placeIn(projection, position), BATCH)) {
      position = await home.apply({ ...page, after: position });
      events += page.events.length;
      await tell(false);
      // Lets a message that asks to stop arrive.
      await nextTurn();
    }
    await home.finish();
    await tell(true);
  } finally {
    await home.close();
  }
}

/** A projection that can be built anew, whatever its tables are. */
export interface Buildable {
  readonly name: string;
  build(log: EventLog, store: ReadStore, place: string, progress: (progress: BuildProgress) => void): Promise<void>;
}

export function buildable<Tables>(projection: Projection<Tables>): Buildable {
  return { name: projection.name, build: (log, store, place, progress) => buildHome(log, store, projection, place, progress) };
}
