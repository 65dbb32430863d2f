import type { Kysely, Transaction } from 'kysely';
import type { Position } from '#kernel';
import type { Lease } from './lease/lease.js';
import type { Projection } from './projection.js';

/** Up to where the rows of a home are true, and of which log: the id of its first event. */
export interface Checkpoint {
  readonly position: Position;
  readonly origin: string;
}

/** Why a view has stopped, and up to where its rows are true. Never personal data. */
export interface Stall {
  readonly position: Position;
  readonly reason: string;
}

/** One row in every home, and one more in a home whose view has stopped. */
export interface CheckpointTables {
  readonly view_checkpoint: Checkpoint & { readonly id: number };
  readonly view_stall: Stall & { readonly id: number };
}

/** The database of one home: rows and checkpoint stand in it together, so that they are written in one transaction. */
export interface HomeDatabase {
  /** For readers; on connections of their own, so a reader never waits for the writer. They wait until the home has been made. */
  reading<Tables>(): Kysely<Tables>;
  readonly writing: Kysely<CheckpointTables>;
  /** Runs work in a transaction; of several processes that do it for one home at the same time, one after the other. */
  make(work: (tx: Transaction<CheckpointTables>) => Promise<void>): Promise<void>;
  /**
   * Looks whether the home lacks anything of what `work` makes; clears it away then, as its rows are derived. Absent: nobody else can take anything
   * from it.
   * @returns whether something was lacking, of the home or of the store
   */
  mend?(work: (tx: Transaction<CheckpointTables>) => Promise<void>): Promise<boolean>;
  /** The checkpoint, which nobody else moves until the transaction ends. */
  hold(tx: Transaction<CheckpointTables>): Promise<Checkpoint>;
  /**
   * Moves the checkpoint on, last thing in the transaction.
   * @throws Refusal `unavailable`/`lease-lost` if another process has taken over since
   */
  advance(tx: Transaction<CheckpointTables>, checkpoint: Checkpoint): Promise<void>;
  close(): Promise<void>;
}

/** Opens a home's database. @param ready makes the home, if that has not been done yet @param mend looks whether it lacks something */
export type OpenDatabase = (ready: () => Promise<void>, mend: () => Promise<boolean>) => HomeDatabase;

export type NamedProjection = Pick<Projection<unknown>, 'name' | 'version'>;

/**
 * The homes of one version of a projection. A rebuild makes a home of the next generation beside the serving one; which one serves is
 * named in one place and changed at once, so every process sees the old home or the new one, never half of one.
 */
export interface Homes {
  /** The generation that serves, as far as this process knows; 0 until there has been a rebuild. */
  serving(): number;
  /** By what the home that serves is told from another that is made in its place; undefined: it is not there. Absent: nobody can take it away. */
  standing?(): string | undefined;
  database(generation: number): OpenDatabase;
  /** A place for a home that is about to be built, after clearing away what builders that are no more have left. */
  reserve(): Promise<string>;
  /** From now on what was built at a place serves, durably. Nobody may have it open. */
  serve(place: string): Promise<void>;
  /** Gives up what was built at a place. */
  discard(place: string): Promise<void>;
}

/** How far the rows of a view go. */
export interface Furthest {
  readonly view: string;
  readonly position: Position;
}

/** The one of several that goes furthest. */
export function furthestOf(several: readonly Furthest[]): Furthest | undefined {
  return several.reduce<Furthest | undefined>((most, one) => (most && most.position >= one.position ? most : one), undefined);
}

/** Where views are kept. Adapters stand beside each other and pass one contract suite (`testing/read-store.contract.ts`). */
export interface ReadStore {
  homes(projection: NamedProjection): Homes;
  /** The database of a home that is being built at a place. Nobody reads it, and a crash may spoil it. */
  building(place: string): OpenDatabase;
  /**
   * Who applies events: its holder alone may write to homes. Absent: any process may, as their transactions exclude each other from
   * beginning to end.
   */
  readonly turn?: Lease;
  /** A lease of another work that one process at a time should do. */
  lease(name: string): Lease;
  /** The view whose rows of the log of an origin go furthest; undefined: there are none. */
  furthest(origin: string): Promise<Furthest | undefined>;
  /** Learns which generations serve; absent: {@link Homes.serving} always knows. */
  look?(): Promise<void>;
  close(): Promise<void>;
}
