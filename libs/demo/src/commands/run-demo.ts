import { Inject } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsInt, Max, Min } from 'class-validator';
import { Refusal, type Position } from '#kernel';
import { firstOf, type Clock, type EventLog } from '#event-store';
import type { DirectoryReader } from '#directory';
import { advanceClock, CLOCK, DIRECTORY_READER, EVENT_LOG, ORIGIN, RECORD_TYPE, type Origin } from '#platform';
import { statusOf, type RecordType } from '#verification';
import { momentOf } from '../chance/calendar.js';
import { Plan } from '../plan/plan.js';
import { DemoRuns, type DemoRun } from '../run/demo-runs.js';
import { commandIdOf, Worker } from '../run/worker.js';
import { StoryBook } from '../story/story-book.js';
import { Tally } from '../story/tally.js';

const LONGEST = 24;

export class RunDemoBody {
  /** The same seed on the same county makes the same decisions. */
  @IsInt() @Min(0) @Max(Number.MAX_SAFE_INTEGER) seed: number;
  /** How many months of people's work. */
  @IsInt() @Min(1) @Max(LONGEST) months: number;
}

/** What a run of the demo has done, from its beginning, also if it was killed meanwhile. */
export interface DemoAnswer {
  readonly seed: number;
  readonly months: number;
  /** UTC times between which it worked. */
  readonly from: string;
  readonly until: string;
  /** By kind of act. */
  readonly acts: Readonly<Record<string, number>>;
  /** Visits by method. */
  readonly visits: Readonly<Record<string, number>>;
  /** By code: what people tried in vain. */
  readonly refusals: Readonly<Record<string, number>>;
  /** How records stand at the end: by cycle, by status. */
  readonly status: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Events of what people did, with what followed from it. */
  readonly events: number;
  readonly firstPosition?: Position;
  readonly lastPosition?: Position;
}

/** Says after each moment at which something was done how far the run is. */
export type OnDemoProgress = (progress: { readonly time: string; readonly events: number }) => void;

/** Works a loaded county forward as its people would, by their own commands, on a simulated clock. */
export class RunDemo extends Command<DemoAnswer> {
  readonly word = 'RunDemo';

  constructor(
    readonly body: RunDemoBody,
    readonly onProgress: OnDemoProgress = () => undefined,
  ) {
    super();
  }
}

@CommandHandler(RunDemo)
export class RunDemoHandler implements ICommandHandler<RunDemo> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ORIGIN) private readonly origin: Origin,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
    private readonly runs: DemoRuns,
    private readonly commands: CommandBus,
  ) {}

  /** @throws Refusal `conflict`: `demo-needs-simulated-clock`, `demo-nothing-loaded`, `demo-unfinished`; Error for a defect of the demo */
  async execute({ body: { seed, months }, onProgress }: RunDemo): Promise<DemoAnswer> {
    if (!this.origin.simulated) throw new Refusal('conflict', 'demo-needs-simulated-clock');
    await this.mustBeLoaded();
    const run = await this.runs.begin(seed, months);
    const book = new StoryBook(this.log, run, new Tally(run.runId));
    await this.workAll(run, book, onProgress);
    await this.runs.finish(run);
    return answerOf(run, book);
  }

  private async mustBeLoaded(): Promise<void> {
    const first = await firstOf(this.log, { filter: { streamPrefixes: ['record-'] } });
    if (first === undefined) throw new Refusal('conflict', 'demo-nothing-loaded');
  }

  private async workAll(run: DemoRun, book: StoryBook, onProgress: OnDemoProgress): Promise<void> {
    const start = this.clock.now();
    // A run that was killed stands in the middle of a moment: it is planned again on what stood before it, and what was done is done.
    const standing = start > run.from ? momentOf(start) : undefined;
    await book.read(standing);
    const plan = new Plan({
      run,
      book,
      type: this.type,
      directory: await this.directory.asOf(run.position),
      commandIdOf: (key) => commandIdOf(run.runId, key),
    });
    const worker = new Worker(this.commands, run.runId, (time) => this.advance(time));
    for (const now of plan.momentsFrom(standing ?? start)) {
      const batch = plan.actsAt(now, await this.directory.current());
      if (batch.length === 0) continue;
      await this.advance(now);
      await worker.work(batch, now);
      await book.read();
      onProgress({ time: now, events: book.tally.events });
    }
    await this.advance(run.until);
    await book.read();
    // The last month may have ended with the run.
    await worker.work(plan.publicationsAt(run.until, await this.directory.current()), run.until);
    await book.read();
  }

  /** A moment that a killed run stood in is behind it already. */
  private async advance(time: string): Promise<void> {
    if (time > this.clock.now()) await advanceClock(this.log, this.clock, time);
  }
}

function answerOf({ seed, months, from, until }: DemoRun, book: StoryBook): DemoAnswer {
  const status: Record<string, Record<string, number>> = {};
  for (const { cycle, state } of book.stories()) {
    const counts = (status[cycle] ??= {});
    counts[statusOf(state)] = (counts[statusOf(state)] ?? 0) + 1;
  }
  return { seed, months, from, until, ...countsOf(book.tally), status };
}

function countsOf({ acts, visits, refusals, events, firstPosition, lastPosition }: Tally) {
  return { acts: sorted(acts), visits: sorted(visits), refusals: sorted(refusals), events, firstPosition, lastPosition };
}

function sorted(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
