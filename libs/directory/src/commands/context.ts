import type { Position } from '#kernel';

/** Who sends a command on the directory. */
export interface DirectoryContext {
  /** The acting administrator; absent only for the import of an empty directory. */
  readonly userId?: string;
  /** From the Idempotency-Key and the actor: the same command again has the same id. */
  readonly commandId: string;
  readonly correlationId?: string;
}

/** What a command on a person answers. */
export interface PersonAnswer {
  readonly userId: string;
  /** Give it to a query as `minPosition` to read your own write. */
  readonly position: Position;
}
