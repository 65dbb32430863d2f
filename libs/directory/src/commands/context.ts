import type { Position } from '#kernel';
import type { Commanded } from '#event-store';

/** Who sends a command on the directory. */
export interface DirectoryContext extends Commanded {
  /** The acting administrator; absent only for the import of an empty directory. */
  readonly userId?: string;
}

/** What a command on a person answers. */
export interface PersonAnswer {
  readonly userId: string;
  /** Give it to a query as `minPosition` to read your own write. */
  readonly position: Position;
}
