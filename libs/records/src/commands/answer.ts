import type { Position, Revision } from '#kernel';
import type { Commanded } from '#event-store';

/** What a command on a record answers. */
export interface CommandAnswer {
  readonly recordId: string;
  readonly revision: Revision;
  /** Give it to a query as `minPosition` to read your own write. Absent if nothing has ever been written. */
  readonly position?: Position;
  /** How many events this run appended; 0: nothing was new, or it had been done before. */
  readonly events: number;
  /** The error that the command was about, if it was about one; of a report that is known already, the known one. */
  readonly errorId?: string;
}

/** What every command on a record carries besides its own body. */
export interface CommandContext extends Commanded {
  /** The acting person: from the session (until accounts exist: `--as`, `X-Countersign-As`). */
  readonly userId: string;
  /** The revision that the person had before them; absent: whatever it is now. */
  readonly ifRevision?: Revision;
}
