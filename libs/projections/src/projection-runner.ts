import { overlapping, Refusal, type Position } from '#kernel';
import type { EventLog } from '#event-store';
import { Follower, type Lag, type Surroundings, type Warn } from './follower.js';
import { WHILE_IT_MOVES, type Projection, type View } from './projection.js';
import type { ReadStore } from './read-store.js';
import { buildHome, type BuildProgress } from './rebuild/build-home.js';
import type { Builder } from './rebuild/builder.js';
import { rebuildGeneration } from './rebuild/rebuild.js';

export interface RunnerOptions {
  /** Is told of a view that has stopped; by default standard error is. */
  readonly warn?: Warn;
  /** Builds homes anew; absent: this thread does. */
  readonly builder?: Builder;
  /**
   * Whether this process applies events; where one at a time does, when its turn comes. One that does not waits for the position that others
   * bring the views to. Default true. Asked again and again where it is a function: for a process that steps in for others, where any may.
   */
  readonly applies?: boolean | (() => boolean);
  /** For a process that does not: asks whoever does for a position of a view; settles when it is there, or waiting is of no use. */
  readonly hurry?: (view: string, position: Position) => Promise<void>;
}

/** Views that are built at the same time where a builder has threads of its own: one of them is half of the work. */
const BUILT_TOGETHER = 2;

const warnOnStandardError: Warn = (message, detail) => process.emitWarning(message, { code: 'PROJECTION_STOPPED', detail });

/**
 * Keeps views up with the log. Each view follows by itself: one that stops does not hold up another. Without {@link start} a view is moved
 * on by whoever waits for it, so a command line needs no server beside it.
 */
export class ProjectionRunner {
  private readonly followers = new Map<string, Follower<unknown>>();
  private readonly releases: (() => Promise<void>)[] = [];
  private started = false;
  private stopped = false;

  private readonly surroundings: Surroundings;

  /** @param store is not closed with the runner */
  constructor(
    private readonly log: EventLog,
    private readonly store: ReadStore,
    private readonly options: RunnerOptions = {},
  ) {
    const { warn = warnOnStandardError, applies = true, hurry } = options;
    this.surroundings = { warn, applies: typeof applies === 'boolean' ? () => applies : applies, hurry, isLive: () => this.started };
  }

  /** The view of a projection. Asked again for the same name and version, it answers the same view. */
  view<Tables>(projection: Projection<Tables>): View<Tables> {
    const home = `${projection.name}-v${projection.version}`;
    let follower = this.followers.get(home) as Follower<Tables> | undefined;
    if (follower === undefined) {
      follower = new Follower(this.log, this.store, projection, this.surroundings);
      this.followers.set(home, follower as Follower<unknown>);
      if (this.started) this.releases.push(follower.need());
    }
    return follower;
  }

  /** From now on every view follows the log live, also those that are asked for later. */
  start(): void {
    if (this.started) return;
    this.started = true;
    for (const follower of this.followers.values()) this.releases.push(follower.need());
  }

  /**
   * Brings a view, or all, up to the log's end as it is now.
   * @throws Refusal what {@link View.upTo} throws, `not-found`/`unknown-view`
   */
  async catchUp(name?: string): Promise<void> {
    const head = await this.log.head();
    await Promise.all(this.named(name).map((follower) => follower.upTo(head, WHILE_IT_MOVES)));
  }

  /** Applies events to a view at once until it is at a position, for somebody who waits in another thread. */
  async bring(name: string, position: Position): Promise<void> {
    await Promise.all(this.named(name).map((follower) => follower.bring(position)));
  }

  /** How far a view is behind. @throws Refusal `not-found`/`unknown-view` */
  async lag(name: string): Promise<Lag> {
    const [follower] = this.named(name).slice(-1);
    if (follower === undefined) throw unknownView(name);
    return follower.lag();
  }

  /** How far each view is behind, by name. */
  async lags(): Promise<Lag[]> {
    return Promise.all([...this.followers.values()].map((follower) => follower.lag()));
  }

  /**
   * Makes a view, or all, anew from the log; the old rows serve until the new are ready, here and in other processes. After a view that fails
   * no other is begun.
   * @param progress is told of several views in turn
   * @throws Refusal `not-found`/`unknown-view`, `unavailable`/`rebuild-failed`
   */
  async rebuild(name?: string, progress: (progress: BuildProgress) => void = () => undefined): Promise<void> {
    const { builder } = this.options;
    const together = builder === undefined ? 1 : BUILT_TOGETHER;
    const rebuilding = overlapping(this.named(name), together, async (follower) => {
      const { homes, projection } = follower;
      const here = (place: string) => buildHome(this.log, this.store, projection, place, progress);
      await rebuildGeneration(homes, (place) => builder?.build(projection.name, place, progress) ?? here(place));
      await follower.refresh();
    });
    await rebuilding.finally(() => builder?.close());
  }

  /** Waits for the pages that are being applied, then closes every view. */
  async stop(): Promise<void> {
    if (this.stopped) return;
    this.stopped = true;
    await Promise.all(this.releases.splice(0).map((release) => release()));
    await Promise.all([...this.followers.values()].map((follower) => follower.close()));
  }

  private named(name: string | undefined): Follower<unknown>[] {
    const all = [...this.followers.values()];
    if (name === undefined) return all;
    const named = all.filter(({ projection }) => projection.name === name);
    if (named.length === 0) throw unknownView(name);
    return named;
  }
}

function unknownView(view: string): Refusal {
  return new Refusal('not-found', 'unknown-view', { params: { view } });
}
