import type { Evolving, Position, Recorded, Revision } from '#kernel';
import { evolve, initialState, type RecordEvent, type RecordState } from '#verification';

/** What an event says of the command that it was appended by. */
export type Run = Pick<Recorded, 'commandHash' | 'revision' | 'position'>;

/** A record as its stream makes it. */
export interface LoadedRecord {
  readonly state: RecordState;
  /** The last event of each command that was run on it, by the command's id: all up to `state`, and maybe some that have come since. */
  readonly runs: ReadonlyMap<string, Run>;
  /** Of its last event; absent if there is none. */
  readonly position?: Position;
}

interface Kept extends LoadedRecord {
  readonly runs: Map<string, Run>;
}

/** How many runs are kept, of all records together: with the states a hundred megabytes at most. */
const KEPT = 250_000;
/** A state takes as much memory as so many runs. */
const STATE = 25;

/**
 * Records that were loaded lately. Each load still asks the record's stream, but only for what has happened since, so what it answers is
 * as true as a replay from the first event, whoever else has written; {@link known} asks nobody, and an append must prove that it was true.
 * Of the events themselves it keeps only which commands were run: a record that is much worked on costs no more to load again than another.
 */
export class RecentRecords {
  private readonly records = new Map<string, Kept>();
  private size = 0;

  /** @param kept how many runs are kept; fewer only in specs */
  constructor(private readonly kept = KEPT) {}

  /**
   * The record as its stream makes it now; `revision` -1 if there is none.
   * @param readFrom reads the stream from a revision on
   */
  async load(stream: string, readFrom: (revision: Revision) => Promise<readonly Recorded[]>): Promise<LoadedRecord> {
    const known: Kept = this.records.get(stream) ?? { state: initialState, runs: new Map() };
    const fresh = await readFrom(known.state.revision + 1);
    const loaded = fresh.length === 0 ? known : advanced(known, fresh, fresh);
    this.keep(stream, loaded);
    return loaded;
  }

  /** The record as it was when this process last saw it; undefined if it is not kept. Others may have written since. */
  known(stream: string): LoadedRecord | undefined {
    return this.records.get(stream);
  }

  /** Goes on with what this process has appended, unless somebody has read further meanwhile. @param events with the command and place of the last */
  appended(stream: string, events: readonly Evolving[], last: Run & Pick<Recorded, 'commandId'>): void {
    const known = this.records.get(stream);
    if (events.length === 0 || known?.state.revision !== last.revision - events.length) return;
    this.keep(stream, advanced(known, events, [last]));
  }

  /** What was loaded longest ago goes first. */
  private keep(stream: string, loaded: Kept): void {
    if (loaded.state.revision < 0) return;
    this.drop(stream);
    this.records.set(stream, loaded);
    this.size += sizeOf(loaded);
    for (const [oldest] of this.records) {
      if (this.size <= this.kept) return;
      this.drop(oldest);
    }
  }

  private drop(stream: string): void {
    const known = this.records.get(stream);
    if (known !== undefined) this.size -= sizeOf(known);
    this.records.delete(stream);
  }
}

/** Runs are what the log says: to know of one that has come since is no harm to who loaded the record before. */
function advanced({ state, runs }: Kept, events: readonly Evolving[], of: readonly (Run & Pick<Recorded, 'commandId'>)[]): Kept {
  for (const { commandId, commandHash, revision, position } of of) runs.set(commandId, { commandHash, revision, position });
  const after = (events as readonly Evolving<RecordEvent>[]).reduce(evolve, state);
  return { state: after, runs, position: of.at(-1)?.position };
}

function sizeOf({ state }: Kept): number {
  return STATE + state.revision + 1;
}
