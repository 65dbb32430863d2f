import type { Commanded } from '#event-store';
import type { FieldError, Position, Revision } from '#kernel';

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
  /** Of a command that was only checked: what would be odd about the record after it. */
  readonly warnings?: readonly FieldError[];
}

/** What every command on a record carries besides its own body. */
export interface CommandContext extends Commanded {
  /** The acting person: from the session (until accounts exist: `--as`, `X-Countersign-As`). */
  readonly userId: string;
  /** The revision that the person had before them; absent: whatever it is now. */
  readonly ifRevision?: Revision;
  /** Decides and appends nothing: a command that is only checked is no attempt, whatever comes of it. */
  readonly check?: true;
}
