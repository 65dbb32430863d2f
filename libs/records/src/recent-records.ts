import type { Evolving, Recorded, Revision } from '#kernel';
import { evolve, initialState, type RecordEvent, type RecordState } from '#verification';

/** A record with the events that made it. */
export interface LoadedRecord {
  readonly state: RecordState;
  readonly events: readonly Recorded[];
}

/** How many events are kept, of all records together: some tens of megabytes. */
const KEPT = 20_000;

/**
 * Records that were loaded lately. Each load still asks the record's stream, but only for what has happened since, so what it answers is
 * as true as a replay from the first event, whoever else has written.
 */
export class RecentRecords {
  private readonly records = new Map<string, LoadedRecord>();
  private events = 0;

  /** @param kept how many events are kept; fewer only in specs */
  constructor(private readonly kept = KEPT) {}

  /**
   * The record as its stream makes it now; `revision` -1 if there is none.
   * @param readFrom reads the stream from a revision on
   */
  async load(stream: string, readFrom: (revision: Revision) => Promise<readonly Recorded[]>): Promise<LoadedRecord> {
    const known = this.records.get(stream) ?? { state: initialState, events: [] };
    const fresh = await readFrom(known.state.revision + 1);
    const state = (fresh as readonly Evolving<RecordEvent>[]).reduce(evolve, known.state);
    const loaded = fresh.length === 0 ? known : { state, events: [...known.events, ...fresh] };
    this.keep(stream, loaded);
    return loaded;
  }

  /** What was loaded longest ago goes first. */
  private keep(stream: string, loaded: LoadedRecord): void {
    if (loaded.events.length === 0) return;
    this.drop(stream);
    this.records.set(stream, loaded);
    this.events += loaded.events.length;
    for (const [oldest] of this.records) {
      if (this.events <= this.kept) return;
      this.drop(oldest);
    }
  }

  private drop(stream: string): void {
    this.events -= this.records.get(stream)?.events.length ?? 0;
    this.records.delete(stream);
  }
}
