import { CommandBus } from '@nestjs/cqrs';
import { derivedId, Refusal } from '#kernel';
import { inParallel } from '#event-store';
import { BulkReview, BulkReviewBody, BULK_LIMIT, readBody, type BulkAnswer, type CommandContext } from '#records';
import type { Batch } from '../plan/plan.js';
import type { Act } from '../rules/act.js';

/** How many records are under way at once: their appends share commits. */
const IN_FLIGHT = 64;

/** Sends acts as commands, like anybody's. A refusal that the plan did not mean, or one that it meant and that did not come, is a defect. */
export class Worker {
  constructor(
    private readonly commands: CommandBus,
    private readonly runId: string,
  ) {}

  /** @throws Error for a defect of the demo */
  async work(batch: Batch, now: string): Promise<void> {
    const queues = batch.map((acts) => acts.filter(({ bulk }) => bulk === undefined)).filter((acts) => acts.length > 0);
    await inParallel(queues, IN_FLIGHT, async (acts) => {
      for (const act of acts) await this.send(act);
    });
    await inParallel(bulkReviews(batch.flat(), now), IN_FLIGHT, (review) => this.signMany(review));
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
    const { outcomes } = await this.commands.execute<BulkReview, BulkAnswer>(new BulkReview(body, this.contextOf(key, userId)));
    const refused = outcomes.find(({ outcome }) => outcome === 'refused');
    if (refused !== undefined) throw new Error(`the demo met the refusal ${refused.code} of ${refused.recordId} in ${key} as ${userId}`);
  }

  private contextOf(key: string, userId: string): CommandContext {
    return { userId, commandId: commandIdOf(this.runId, key), correlationId: this.runId };
  }
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
