import { setImmediate as nextTurn } from 'node:timers/promises';
import { pagesOf, unlessAway, type EventLog, type PageOf } from '#event-store';
import { Remembered, type Position, type Recorded } from '#kernel';
import type { Directory, DirectoryReader } from './model.js';
import { snapshot } from './snapshot.js';
import { emptyDirectory, foldDirectory, type DirectoryState } from './state.js';
import { DIRECTORY_STREAMS } from './streams.js';

const PAGE = 1000;

/** How many past directories are kept; those asked for longest ago go first. */
const KEPT = 8;

const filter = { streamPrefixes: DIRECTORY_STREAMS };

/** The directory as it stands, with the plain state that plans are made from. */
export interface CurrentDirectory {
  readonly state: DirectoryState;
  readonly directory: Directory;
  /** Everything up to here is in it; absent: the log is empty. */
  readonly position?: Position;
}

/** Folds the directory's events in memory. Each question first reads what is new in the log. */
export class LogDirectoryReader implements DirectoryReader {
  private now: CurrentDirectory = { state: emptyDirectory, directory: snapshot(emptyDirectory) };
  /** Everything up to here is in `now`. */
  private readTo?: Position;
  /** Positions of all events in `now`, in order. */
  private readonly changes: Position[] = [];
  private readonly past = new Remembered<Directory>(KEPT);
  private running: Promise<CurrentDirectory>;
  private next?: Promise<CurrentDirectory>;

  constructor(private readonly log: EventLog) {
    this.running = Promise.resolve(this.now);
  }

  async current({ orAsKnown = false }: { readonly orAsKnown?: boolean } = {}): Promise<Directory> {
    return (await (orAsKnown ? this.known() : this.load())).directory;
  }

  async asOf(position: Position): Promise<Directory> {
    // What was read so far does for a position in it, also while the log is away; for another it would be a part of the answer.
    const { directory } = await ((this.readTo ?? '') >= position ? this.known() : this.load());
    const last = this.changes.findLast((change) => change <= position);
    if (last === undefined) return snapshot(emptyDirectory);
    if (last === this.changes.at(-1)) return directory;
    return this.past.of(last, () => this.foldUpTo(last));
  }

  /**
   * Catches up, and answers the directory with its state. A catch-up that already runs may have read past the place where the caller's own
   * event stands, so a caller waits for the one after it; all who come meanwhile, and within the same turn of the event loop, share that one.
   */
  load(): Promise<CurrentDirectory> {
    this.next ??= this.running
      .catch(() => undefined)
      .then(() => nextTurn())
      .then(() => {
        this.running = this.catchUp();
        this.next = undefined;
        return this.running;
      });
    return this.next;
  }

  /** While the log is away, what was read of it before. @throws what the log refuses if nothing has been read yet */
  async known(): Promise<CurrentDirectory> {
    const loaded = this.readTo === undefined ? await this.load() : await unlessAway(this.log, () => this.load());
    return loaded ?? this.now;
  }

  private async catchUp(): Promise<CurrentDirectory> {
    for await (const { events, position } of this.pages(this.readTo)) {
      if (events.length > 0) {
        const state = foldDirectory(this.now.state, events);
        this.now = { state, directory: snapshot(state) };
        for (const event of events) this.changes.push(event.position);
      }
      this.readTo = position;
      this.now = { ...this.now, position };
    }
    return this.now;
  }

  private async foldUpTo(last: Position): Promise<Directory> {
    let state = emptyDirectory;
    for await (const { events } of this.pages()) {
      state = foldDirectory(
        state,
        events.filter(({ position }) => position <= last),
      );
      if (events.some(({ position }) => position >= last)) break;
    }
    return snapshot(state);
  }

  private pages(after?: Position): AsyncGenerator<PageOf<Recorded>> {
    return pagesOf(this.log, { after, filter }, PAGE);
  }
}
