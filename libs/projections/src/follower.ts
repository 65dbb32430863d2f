import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { Refusal, type Position, type Recorded } from '#kernel';
import { countOf, isPassing, type EventFilter, type EventLog, type Subscription } from '#event-store';
import { Wake } from './lease/wake.js';
import { BRIEFLY, HARDLY, NOT_LONG, WHILE_IT_MOVES, type Patience, type Projection, type View } from './projection.js';
import { identityOf, placeIn } from './place-in-log.js';
import type { Homes, ReadStore, Stall } from './read-store.js';
import { BEGINNING, ViewHome, type PageToApply } from './view-home.js';

/** How many events one transaction applies at most: bounds how long other processes wait for the home. */
const BATCH = 500;
/** How long a view that nobody waits for lets events gather, in milliseconds. */
const COMPANY_MS = 100;
/** How long a home that was replaced stays open for who is reading it. */
const RETIREMENT_MS = 60_000;
/** How often a process that does not apply looks how far another has come, while somebody waits here. */
const LOOK_MS = 15;
/** How often it is learned which generation serves, while nobody asks. */
const REFRESH_MS = 500;
/** How long is waited after the read store did not answer. */
const RETRY_MS = 100;

/** How many events that a view has still to take are counted at most. */
const COUNTED = 1_000;

/** How far a view is behind the log. */
export interface Lag {
  readonly view: string;
  readonly position: Position;
  readonly head: Position;
  /** Events that the view has still to take, counted up to a thousand. */
  readonly events: number;
  /** Why the view has stopped, if it has. Never personal data. */
  readonly stalled?: { readonly reason: string; readonly cause?: string; readonly after: Position };
}

/** Tells whoever runs the program that a view has stopped. Never personal data. */
export type Warn = (message: string, detail: string) => void;

interface Waiter {
  readonly target: Position;
  /** The view has moved on, though not yet as far. */
  moved(): void;
  resolve(position: Position): void;
  reject(error: unknown): void;
}

/** One run of following the log, from its start until it is stopped or fails. */
interface Run {
  stopped: boolean;
  subscription?: Subscription;
  ended: Promise<void>;
  /** Wakes it when it is to stop, when somebody waits, and when the lease changes hands. */
  readonly wake: Wake;
}

/** What views need of the program that they run in. */
export interface Surroundings {
  readonly warn: Warn;
  /** Whether views follow the log without anybody waiting. */
  isLive(): boolean;
  /** Whether this process applies events now, when its turn comes where one at a time does. */
  applies(): boolean;
  /** Asks whoever applies events beside this process for a position; settles when the view is there or it is of no use to wait longer. */
  readonly hurry?: (view: string, position: Position) => Promise<void>;
}

/**
 * Keeps one view up with the log. It follows while somebody needs it: always after {@link ProjectionRunner.start}, otherwise as long as
 * somebody waits for a position, so whoever waits moves the view on by itself.
 */
export class Follower<Tables> implements View<Tables> {
  readonly homes: Homes;
  private home: ViewHome<Tables>;
  private generation: number;
  /** By what the home is known, once it has been opened, where somebody might take it away. */
  private standing?: string;
  /** While the home that was taken away is made anew. */
  private making = false;
  private switching?: Promise<void>;
  private readonly retired = new Map<ViewHome<Tables>, NodeJS.Timeout>();
  private readonly waiters = new Set<Waiter>();
  private readonly endings = new Set<Promise<void>>();
  private needs = 0;
  private run?: Run;
  private reached: Position = BEGINNING;
  /** Whoever waited last has waited in vain. */
  private farBehind = false;
  private failure?: Refusal;
  private bringing: Promise<void> = Promise.resolve();

  constructor(
    private readonly log: EventLog,
    private readonly store: ReadStore,
    readonly projection: Projection<Tables>,
    private readonly surroundings: Surroundings,
  ) {
    this.homes = store.homes(projection);
    this.generation = this.homes.serving();
    this.home = this.homeOf(this.generation);
  }

  get db(): Kysely<Tables> {
    return this.home.reading;
  }

  async position(): Promise<Position> {
    await this.refresh();
    return this.home.checkpoint();
  }

  async upTo(position?: Position, patience = this.surroundings.isLive() ? BRIEFLY : WHILE_IT_MOVES): Promise<Position> {
    const target = position ?? (await this.log.head());
    await this.refresh();
    if (this.failure !== undefined) throw this.failure;
    if (this.reached !== BEGINNING && this.reached >= target) return this.reached;
    const release = this.need();
    try {
      return await this.reaches(target, patience);
    } finally {
      await release();
    }
  }

  async towards(position: Position): Promise<Position> {
    const live = this.surroundings.isLive();
    try {
      await this.upTo(position, !live ? WHILE_IT_MOVES : this.farBehind ? HARDLY : NOT_LONG);
      this.farBehind = false;
      return position;
    } catch (error) {
      if (!live || !isBehind(error) || this.reached === BEGINNING) throw error;
      this.farBehind = true;
      return this.reached < position ? this.reached : position;
    }
  }

  /** Follows the log until the answer is called; it waits for the page that is being applied. */
  need(): () => Promise<void> {
    this.needs += 1;
    if (this.failure === undefined) this.run ??= this.follow();
    return async () => {
      this.needs -= 1;
      if (this.needs === 0) await this.stop();
    };
  }

  /**
   * Brings the view to a position at once, as far as the log goes, without waiting until the log tells of it: somebody waits in another
   * thread. Does nothing where this process does not apply.
   */
  bring(target: Position): Promise<void> {
    this.bringing = this.bringing.catch(() => undefined).then(() => this.stepTo(target));
    return this.bringing;
  }

  /** Goes over to the home that serves, if a rebuild, of this process or of another, has put a new one in place of the present one. */
  async refresh(): Promise<void> {
    await this.store.look?.();
    if (this.switching === undefined && this.isReplaced()) {
      this.making = this.homes.serving() === this.generation;
      this.switching = this.goOver().finally(() => (this.switching = undefined));
    }
    // That may take long, and people are not kept waiting.
    if (this.switching !== undefined && this.making && this.surroundings.isLive()) {
      this.switching.catch(() => undefined);
      throw this.madeAnew();
    }
    await this.switching;
  }

  /** Another home serves, or the one that did is not there any more, or another in its place. */
  private isReplaced(): boolean {
    if (this.homes.serving() !== this.generation) return true;
    return this.standing !== undefined && this.homes.standing?.() !== this.standing;
  }

  private madeAnew(): Refusal {
    return new Refusal('unavailable', 'view-made-anew', { params: { view: this.projection.name } });
  }

  async lag(): Promise<Lag> {
    const making = await this.refresh().catch((error: unknown) => onlyMadeAnew(error));
    const view = this.projection.name;
    const head = await this.log.head();
    const refused = making ?? this.failure;
    const stalled = refused && { ...stalledBy(refused), after: this.reached };
    // What the log cannot give any more, or the home refuses, is not asked for again.
    if (stalled !== undefined) return { view, position: this.reached, head, events: 0, stalled };
    const noted = await this.home.stall();
    if (noted !== undefined) return { view, position: noted.position, head, events: 0, stalled: stallOf(noted) };
    const position = await this.position();
    return { view, position, head, events: await countOf(this.log, this.from(position), COUNTED) };
  }

  /** Stops following; nobody is left waiting. */
  async close(): Promise<void> {
    const closed = new Refusal('unavailable', 'view-behind', { params: { view: this.projection.name } });
    this.settle(
      () => true,
      (waiter) => waiter.reject(closed),
    );
    await this.stop();
    await Promise.all(this.endings);
    for (const home of [...this.retired.keys()]) await this.closeRetired(home);
    await this.home.close();
  }

  private homeOf(generation: number): ViewHome<Tables> {
    return new ViewHome(this.homes.database(generation), this.projection);
  }

  /** Whoever has been told that a position was reached finds it in the new home too, so that home is first brought as far as the old one. */
  private async goOver(): Promise<void> {
    const generation = this.homes.serving();
    const home = this.homeOf(generation);
    await this.stop();
    try {
      const reached = await this.catchUpTo(home, this.reached);
      await this.noteStanding();
      const old = this.home;
      this.retired.set(old, setTimeout(() => void this.closeRetired(old), RETIREMENT_MS).unref());
      this.home = home;
      this.generation = generation;
      this.reached = reached;
      this.failure = undefined;
    } catch (error) {
      await home.close().catch(() => undefined);
      throw error;
    } finally {
      // Also if it has failed: whoever follows tries again.
      if (this.needs > 0) this.run ??= this.follow();
    }
  }

  private async noteStanding(): Promise<void> {
    await this.store.look?.();
    this.standing = this.homes.standing?.();
  }

  private async catchUpTo(home: ViewHome<Tables>, target: Position): Promise<Position> {
    await home.open(() => identityOf(this.log));
    let standing = await home.checkpoint();
    if (standing >= target) return standing;
    const leave = this.standInLine();
    try {
      while (standing < target) standing = (await this.oneStep(home, standing)) ?? (await home.checkpoint());
    } finally {
      await leave();
    }
    return standing;
  }

  /** Undefined if another process has to do it. */
  private async oneStep(home: ViewHome<Tables>, standing: Position): Promise<Position | undefined> {
    if (this.leads()) {
      const page = await this.log.readAll({ ...this.from(standing), limit: BATCH });
      try {
        return await home.apply({ ...page, after: standing });
      } catch (error) {
        if (!isPassing(error)) throw error;
      }
    }
    await this.surroundings.hurry?.(this.projection.name, this.reached);
    await delay(LOOK_MS);
    return undefined;
  }

  private async stepTo(target: Position): Promise<void> {
    await this.refresh();
    const { home } = this;
    if (this.failure === undefined && this.reached < target) await home.open(() => identityOf(this.log));
    while (this.failure === undefined && this.reached < target && this.leads()) {
      const standing = await home.checkpoint();
      const reached = (await this.oneStep(home, standing)) ?? standing;
      this.reach(reached);
      if (reached === standing) return;
    }
  }

  private leads(): boolean {
    const { turn } = this.store;
    return this.surroundings.applies() && (turn === undefined || turn.epoch !== undefined);
  }

  private standInLine(): () => Promise<void> {
    const { turn } = this.store;
    return turn !== undefined && this.surroundings.applies() ? turn.want() : () => Promise.resolve();
  }

  private async closeRetired(home: ViewHome<Tables>): Promise<void> {
    clearTimeout(this.retired.get(home));
    if (this.retired.delete(home)) await home.close();
  }

  private reaches(target: Position, { ms, counted }: Patience): Promise<Position> {
    if (this.reached >= target) return Promise.resolve(this.reached);
    return new Promise((resolve, reject) => {
      const behind = () => {
        this.waiters.delete(waiter);
        reject(new Refusal('unavailable', 'view-behind', { params: { view: this.projection.name } }));
      };
      const timer = setTimeout(behind, ms);
      const settling =
        <Value>(settle: (value: Value) => void) =>
        (value: Value) => {
          clearTimeout(timer);
          settle(value);
        };
      const moved = () => void (counted === 'since-progress' && timer.refresh());
      const waiter: Waiter = { target, moved, resolve: settling(resolve), reject: settling(reject) };
      this.waiters.add(waiter);
      this.run?.wake.all();
      void this.surroundings.hurry?.(this.projection.name, target).then(() => this.run?.wake.all());
    });
  }

  private follow(): Run {
    const run: Run = { stopped: false, ended: Promise.resolve(), wake: new Wake() };
    run.ended = this.keepUp(run).catch((error: unknown) => {
      if (!run.stopped) this.halt(error);
    });
    return run;
  }

  private async keepUp(run: Run): Promise<void> {
    const { turn } = this.store;
    const leave = this.standInLine();
    const unhook = turn?.onChange(() => run.wake.all());
    const looking = setInterval(() => void this.refresh().catch(() => undefined), REFRESH_MS).unref();
    try {
      while (!run.stopped) await this.follows(run);
    } finally {
      clearInterval(looking);
      unhook?.();
      await leave();
    }
  }

  /** Follows as long as nothing comes between. */
  private async follows(run: Run): Promise<void> {
    try {
      await this.store.look?.();
      if (this.isReplaced()) return await this.leaveToNext(run);
      await this.home.open(() => identityOf(this.log));
      if (this.standing === undefined) await this.noteStanding();
      if (this.leads()) await this.lead(run);
      else await this.watch(run);
    } catch (error) {
      if (run.stopped || !(isPassing(error) || (await this.lacksSomething()))) throw error;
      // Whatever passes: the view goes on from where it stands when it is over.
      await run.wake.within(RETRY_MS);
    }
  }

  /** Whether the home cannot be used for what somebody has taken away from it; then another is made. A server that is away says so the next time. */
  private lacksSomething(): Promise<boolean> {
    return this.home.mend().catch((error: unknown) => isPassing(error));
  }

  /** Another home serves: going over to it ends this run. */
  private async leaveToNext(run: Run): Promise<void> {
    void this.refresh().catch(() => undefined);
    await run.wake.within(RETRY_MS);
  }

  /** Applies what comes. */
  private async lead(run: Run): Promise<void> {
    await this.home.clearStall();
    const standing = await this.home.checkpoint();
    this.reach(standing);
    if (run.stopped) return;
    let after = standing;
    run.subscription = this.log.subscribe({ ...this.from(standing), batchSize: BATCH }, async (events, position) => {
      await this.take({ after, events, position }, run);
      after = position;
      // Whoever stepped in steps back.
      if (!this.leads()) void run.subscription?.stop();
      await this.pause(events.length, run);
    });
    await run.subscription.done;
  }

  /**
   * Under load one transaction takes what has come meanwhile, instead of one an event; whoever waits for a position ends the pause. A long
   * catch-up only lets requests have their turn.
   */
  private async pause(applied: number, run: Run): Promise<void> {
    if (applied < BATCH && this.waiters.size === 0 && !run.stopped) await run.wake.within(COMPANY_MS);
    else await nextTurn();
  }

  /** Looks how far another process has come, while somebody waits here. */
  private async watch(run: Run): Promise<void> {
    while (!run.stopped && !this.leads()) {
      const position = await this.home.checkpoint();
      this.reach(position);
      // Whoever wants to wake it while it looks finds nobody asleep.
      if (run.stopped || this.leads()) return;
      await run.wake.within(this.waiters.size > 0 ? LOOK_MS : undefined);
    }
  }

  /** A page that fails is taken event by event: what stands before the event that cannot be applied takes effect, and it is known which. */
  private async take(page: PageToApply, run: Run): Promise<void> {
    try {
      this.reach(await this.whenFree(page, run));
    } catch (error) {
      if (run.stopped || isPassing(error)) throw error;
      let { after } = page;
      for (const event of page.events) {
        const alone = { after, events: [event], position: event.position };
        this.reach(
          await this.whenFree(alone, run).catch((cause: unknown) => {
            throw isPassing(cause) || run.stopped ? cause : new CannotApply(event, cause);
          }),
        );
        after = event.position;
      }
      this.reach(await this.whenFree({ after, events: [], position: page.position }, run));
    }
  }

  /** Another process that holds the home for long, or a server that is away, delays a view and does not stop it. */
  private async whenFree(page: PageToApply, run: Run): Promise<Position> {
    for (;;) {
      try {
        return await this.home.apply(page);
      } catch (error) {
        if (run.stopped || !isPassing(error) || isAnothers(error)) throw error;
        await run.wake.within(RETRY_MS);
      }
    }
  }

  private from(position: Position): { after?: Position; filter?: EventFilter } {
    return placeIn(this.projection, position);
  }

  private reach(position: Position): void {
    if (position > this.reached) {
      this.reached = position;
      for (const waiter of this.waiters) waiter.moved();
    }
    this.settle(
      ({ target }) => target <= this.reached,
      (waiter) => waiter.resolve(this.reached),
    );
  }

  /** Stops this view, loudly; others go on. A new start of the program tries again. */
  private halt(error: unknown): void {
    this.run = undefined;
    const view = this.projection.name;
    const { reason, cause } = causeOf(error);
    const own = error instanceof Refusal && error.kind === 'unavailable';
    this.failure = own
      ? error
      : new Refusal('unavailable', 'projection-stopped', { params: { view, position: this.reached, reason, cause } });
    // Where it happened, without the message: that of a driver or of JSON may quote personal data.
    const thrown = error instanceof CannotApply ? error.cause : error;
    const where = thrown instanceof Error ? (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
    this.surroundings.warn(
      `view ${view} stopped after position ${this.reached}: ${reason}`,
      [...where, ...(cause === '' ? [] : [`    stopped by: ${cause.slice(2)}`])].join('\n'),
    );
    // Whoever answers questions elsewhere has to know; if the home cannot be written, they see that it does not move.
    if (this.leads()) this.home.noteStall(`${reason}${cause}`).catch(() => undefined);
    const failure = this.failure;
    this.settle(
      () => true,
      (waiter) => waiter.reject(failure),
    );
  }

  private settle(which: (waiter: Waiter) => boolean, how: (waiter: Waiter) => void): void {
    for (const waiter of [...this.waiters].filter(which)) {
      this.waiters.delete(waiter);
      how(waiter);
    }
  }

  private async stop(): Promise<void> {
    const { run } = this;
    if (run === undefined) return;
    this.run = undefined;
    run.stopped = true;
    run.wake.all();
    const ending = (run.subscription?.stop() ?? Promise.resolve()).then(() => run.ended);
    this.endings.add(ending);
    await ending.finally(() => this.endings.delete(ending));
  }
}

/** An event that a view cannot take. */
class CannotApply extends Error {
  constructor(
    readonly event: Pick<Recorded, 'type' | 'version' | 'position'>,
    override readonly cause: unknown,
  ) {
    super('an event cannot be applied');
    this.name = 'CannotApply';
  }
}

/** What stopped a view, in words that hold no personal data: the kind of an error, and its code and at which event it was, where these are known. */
interface Cause {
  readonly reason: string;
  readonly cause: string;
}

function causeOf(error: unknown): Cause {
  if (error instanceof CannotApply) {
    const { type, version, position } = error.event;
    const { reason, cause } = causeOf(error.cause);
    return { reason, cause: `${cause}, ${type}.v${version} at ${position}` };
  }
  if (error instanceof Refusal) return { reason: error.code, cause: whichEvent(error) };
  if (!(error instanceof Error)) return { reason: 'error', cause: '' };
  const { code } = error as { readonly code?: unknown };
  return { reason: error.name, cause: typeof code === 'string' ? `, ${code}` : '' };
}

function whichEvent({ params: { type, version, position } }: Refusal): string {
  return type === undefined ? '' : `, ${type}.v${version} at ${position}`;
}

function stalledBy({ code, params: { reason = code, cause = '' } }: Refusal): Cause {
  return { reason: String(reason), cause: String(cause) };
}

function stallOf({ position, reason }: Stall): NonNullable<Lag['stalled']> {
  const [kind = '', ...cause] = reason.split(', ');
  return { reason: kind, cause: cause.map((part) => `, ${part}`).join(''), after: position };
}

/** What only a new look at who applies events, and at where the view stands, can mend. */
function isAnothers(error: unknown): boolean {
  return error instanceof Refusal && (error.code === 'lease-lost' || error.code === 'view-went-back');
}

/** @throws every other error */
function onlyMadeAnew(error: unknown): Refusal {
  if (error instanceof Refusal && error.code === 'view-made-anew') return error;
  throw error;
}

function isBehind(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'view-behind';
}
