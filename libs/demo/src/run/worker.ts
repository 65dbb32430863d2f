import { CommandBus } from '@nestjs/cqrs';
import { derivedId, groupBy, Refusal, type Sample } from '#kernel';
import { inParallel } from '#event-store';
import {
  BulkReview,
  BulkReviewBody,
  BULK_LIMIT,
  readBody,
  ViewRecord,
  ViewRecordBody,
  type BulkAnswer,
  type CommandContext,
} from '#records';
import { millisecondsAfter } from '../chance/calendar.js';
import type { Batch } from '../plan/plan.js';
import type { Act } from '../rules/act.js';

/** How many records are under way at once: their appends share commits. */
const IN_FLIGHT = 64;

/** How long each look takes, one after the other: all of them together less than the hour to the next moment. */
const LOOKS_MS = [45_000, 80_000, 20_000, 110_000, 60_000] as const;
const MOST_LOOKS = 40;

/** Sends acts as commands, like anybody's. A refusal that the plan did not mean, or one that it meant and that did not come, is a defect. */
export class Worker {
  constructor(
    private readonly commands: CommandBus,
    private readonly runId: string,
    /** Sets the clock on. */
    private readonly advance: (time: string) => Promise<void>,
  ) {}

  /** @throws Error for a defect of the demo */
  async work(batch: Batch, now: string): Promise<void> {
    const queues = batch.map((acts) => acts.filter(({ bulk }) => bulk === undefined)).filter((acts) => acts.length > 0);
    await this.workQueues(queues.map((acts) => acts.slice(0, firstLook(acts))));
    await this.look(batch.flat(), now);
    await this.workQueues(queues.map((acts) => acts.slice(firstLook(acts)).filter(({ looks }) => looks !== true)));
    await inParallel(bulkReviews(batch.flat(), now), IN_FLIGHT, (review) => this.signMany(review));
  }

  private async workQueues(queues: Batch): Promise<void> {
    await inParallel(queues, IN_FLIGHT, async (acts) => {
      for (const act of acts) await this.send(act);
    });
  }

  /** Everybody looks at one thing after the other, all beside each other, and the clock goes on meanwhile. */
  private async look(acts: readonly Act[], now: string): Promise<void> {
    let time = now;
    for (const [round, looks] of roundsOf(acts).entries()) {
      await this.workQueues(looks);
      time = millisecondsAfter(time, LOOKS_MS[round % LOOKS_MS.length] ?? 0);
      await this.advance(time);
    }
  }

  private async send(act: Act): Promise<void> {
    const refusal = await this.refusalOf(act);
    if (refusal?.code === act.refusedWith) return;
    const met = refusal === undefined ? 'no refusal' : `the refusal ${refusal.code}`;
    throw new Error(`the demo met ${met} where it had planned ${act.refusedWith ?? 'none'}: ${act.key} as ${act.userId}`, {
      cause: refusal,
    });
  }

  private async refusalOf({ key, userId, command }: Act): Promise<Refusal | undefined> {
    try {
      await this.commands.execute(command(this.contextOf(key, userId)));
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }

  private async signMany({ key, userId, acts }: Bulk): Promise<void> {
    const reviews = acts.flatMap(({ bulk }) => bulk ?? []);
    const body = readBody(BulkReviewBody, { decision: 'approve', reviews });
    const review = new BulkReview(body, this.contextOf(key, userId));
    const { outcomes } = await this.approve(review).catch(async (error: unknown) => {
      await this.view(samplesIn(error), review);
      return this.approve(review);
    });
    const refused = outcomes.find(({ outcome }) => outcome === 'refused');
    if (refused !== undefined) throw new Error(`the demo met the refusal ${refused.code} of ${refused.recordId} in ${key} as ${userId}`);
  }

  private approve(review: BulkReview): Promise<BulkAnswer> {
    return this.commands.execute<BulkReview, BulkAnswer>(review);
  }

  /** The samples that were drawn. A secret of the server draws them, so no run counts them: another one of the same seed has others. */
  private async view(samples: readonly Sample[], { context: { userId, commandId } }: BulkReview): Promise<void> {
    const correlationId = derivedId(this.runId, 'samples');
    for (const { recordId, line, digest } of samples) {
      const context = { userId, commandId: derivedId(commandId, recordId, line), correlationId };
      await this.commands.execute(new ViewRecord(recordId, readBody(ViewRecordBody, { line, digest }), context));
    }
  }

  private contextOf(key: string, userId: string): CommandContext {
    return { userId, commandId: commandIdOf(this.runId, key), correlationId: this.runId };
  }
}

/** @throws the error, unless it names samples that are to be viewed */
function samplesIn(error: unknown): readonly Sample[] {
  if (error instanceof Refusal && error.code === 'samples-not-viewed') return error.samples;
  throw error;
}

function firstLook(acts: readonly Act[]): number {
  const first = acts.findIndex(({ looks }) => looks === true);
  return first < 0 ? acts.length : first;
}

/** What is looked at in each round, person by person; who has more before them than there are rounds gives each less than its time. */
function roundsOf(acts: readonly Act[]): readonly Batch[] {
  const byPerson = [
    ...groupBy(
      acts.filter(({ looks }) => looks === true),
      ({ userId }) => userId,
    ).values(),
  ];
  const count = Math.min(MOST_LOOKS, Math.max(0, ...byPerson.map((looks) => looks.length)));
  return Array.from({ length: count }, (_, round) =>
    byPerson.map((looks) => {
      const each = Math.ceil(looks.length / count);
      return looks.slice(round * each, (round + 1) * each);
    }),
  );
}

/** The same act of the same run is the same command, also after the run was killed and started again. */
export function commandIdOf(runId: string, key: string): string {
  return derivedId('demo', runId, key);
}

/** What one person signs at once. */
interface Bulk {
  readonly key: string;
  readonly userId: string;
  readonly acts: readonly Act[];
}

function bulkReviews(acts: readonly Act[], now: string): readonly Bulk[] {
  const byPerson = new Map<string, Act[]>();
  for (const act of acts) if (act.bulk !== undefined) byPerson.set(act.userId, [...(byPerson.get(act.userId) ?? []), act]);
  return [...byPerson].flatMap(([userId, own]) =>
    Array.from({ length: Math.ceil(own.length / BULK_LIMIT) }, (_, part) => ({
      key: `bulk|${userId}|${now}|${part}`,
      userId,
      acts: own.slice(part * BULK_LIMIT, (part + 1) * BULK_LIMIT),
    })),
  );
}
