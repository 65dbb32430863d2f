import type { Kysely, Transaction } from 'kysely';
import type { Position, Recorded } from '#kernel';
import type { EventFilter } from '#event-store';

/**
 * One group of tables that is computed from the log, with a checkpoint of its own in the same database and transaction as its rows, so
 * that each event takes effect exactly once. Version and name make the tables' home; a changed projection gets a new version and is
 * built beside the old one.
 */
export interface Projection<Tables> {
  readonly name: string;
  readonly version: number;
  readonly filter: EventFilter;
  /** Makes tables, and the indexes that applying needs; called once on an empty home. */
  create(db: Kysely<Tables>): Promise<void>;
  /** Makes the indexes that only readers need: at once where people read, after the last event in a rebuild, which is much faster. */
  index?(db: Kysely<Tables>): Promise<void>;
  /** Applies a batch in log order. Everything that it writes commits together with the checkpoint. */
  apply(tx: Transaction<Tables>, events: readonly Recorded[]): Promise<void>;
}

/** How long somebody waits for a view before they are told that it is behind. */
export interface Patience {
  readonly ms: number;
  /** In all, or since the view last moved on: whoever is in no hurry waits as long as it makes progress. */
  readonly counted: 'in-all' | 'since-progress';
}

/** Of people who wait for an answer. */
export const BRIEFLY: Patience = { ms: 5_000, counted: 'in-all' };

/** Of people who are content with a view that is a little behind: long enough for every view that keeps up. */
export const NOT_LONG: Patience = { ms: 2_000, counted: 'in-all' };

/** Of the same people while it is known that the view is far behind. */
export const HARDLY: Patience = { ms: 50, counted: 'in-all' };

/** Of jobs and command lines, which may have a whole county to take first. */
export const WHILE_IT_MOVES: Patience = { ms: 60_000, counted: 'since-progress' };

/** Where readers find a projection's rows. */
export interface View<Tables> {
  readonly db: Kysely<Tables>;
  /** Position up to which the rows are true. */
  position(): Promise<Position>;
  /**
   * Waits until the rows are true up to a position (absent: the log's head now).
   * @param patience absent: {@link BRIEFLY} where views follow the log live, {@link WHILE_IT_MOVES} where whoever waits moves them on
   * @throws Refusal `unavailable`/`view-behind` when it is at an end
   */
  upTo(position?: Position, patience?: Patience): Promise<Position>;
  /**
   * As {@link upTo}, of somebody who would rather have what there is than nothing: while a view that follows the log live is far behind, as
   * while a county is imported, the answer is how far it has come. Whoever comes next then hardly waits.
   * @returns up to where the rows are true, the given position at most
   */
  towards(position: Position): Promise<Position>;
}
