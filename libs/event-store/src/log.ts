import type { Actor, Evolving, Position, Proposed, Recorded, Revision } from '#kernel';
import type { AppendOptions, AppendResult, EventFilter, ExpectedRevision, LogCondition, Subscription } from './port.js';

/** What a command says of itself, wherever it is worked. */
export interface Commanded {
  /** From the Idempotency-Key and the actor, or from file hash and line: the same command again has the same id. */
  readonly commandId: string;
  /** The id comes from a key, which whoever commands may use again for something else: that is refused on every store. Not stored. */
  readonly keyed?: boolean;
  readonly correlationId?: string;
}

/** What every event of one append says about the command that made it. */
export interface CommandMetadata extends Commanded {
  readonly actor: Actor;
  /** A hash over what was commanded, that tells it from another command with the same id: `commandHashOf` where a person commands. */
  readonly commandHash: string;
  readonly correlationId: string;
  readonly causationId: string;
}

export interface RecordedPage {
  readonly events: readonly Recorded[];
  readonly position: Position;
  readonly end: boolean;
}

/** What the events of a command say about it, where the command is all that caused them. */
export function commandMetadata(
  { commandId, keyed, correlationId = commandId }: Commanded,
  actor: Actor,
  commandHash: string,
): CommandMetadata {
  return { actor, commandId, commandHash, correlationId, causationId: commandId, ...(keyed === true && { keyed }) };
}

/** What has become of an append. */
export interface Appended extends AppendResult {
  /** What was written now, as a reader finds it: nothing has to be read back. Made when it is asked for; empty if it was `repeated`. */
  events(): readonly Evolving[];
}

/**
 * The typed log that rooms speak to: registered types only, canonical JSON, event ids derived from commandId and index, times from the clock,
 * old versions upcast on reading, an unknown type or version stops the reader (`Refusal` `unreadable`/`unknown-event-type`).
 */
export interface EventLog {
  /** @throws Refusal as the store refuses; `invalid`/`command-reused` if a `keyed` command's id was used for something else */
  append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly Proposed[],
    metadata: CommandMetadata,
    options?: AppendOptions,
  ): Promise<Appended>;
  readStream(
    stream: string,
    options?: { from?: Revision; limit?: number; direction?: 'forwards' | 'backwards' },
  ): Promise<readonly Recorded[]>;
  readAll(options: { after?: Position; filter?: EventFilter; limit: number }): Promise<RecordedPage>;
  head(): Promise<Position>;
  /** How the log stands; asks nobody. Absent: it always answers. */
  condition?(): LogCondition;
  subscribe(
    options: { after?: Position; filter?: EventFilter; batchSize?: number },
    handler: (events: readonly Recorded[], position: Position) => Promise<void> | void,
  ): Subscription;
}
