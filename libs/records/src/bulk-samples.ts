import { Inject, Injectable } from '@nestjs/common';
import { dayAt, Refusal, type Sample } from '#kernel';
import { inParallel, type Clock } from '#event-store';
import { CLOCK, SEALER } from '#platform';
import type { Sealer } from '#protection';
import { SignOffLine } from './commands/sign-off-line.js';
import type { CommandContext } from './commands/answer.js';
import { RecordDesk } from './record-desk.js';
import { ViewsLog } from './views-log.js';

/** One in so many is drawn. */
const ONE_IN = 10;
/** So many of a batch at least; all of one that has fewer. */
export const LEAST_SAMPLES = 3;
const IN_FLIGHT = 32;
/** Hex digits of a hash that are compared: as many as a number holds exactly. */
const DIGITS = 12;

/**
 * The samples of a batch: everything whose hash lies in the lowest tenth of all hashes, and of a batch with fewer of those than three the
 * three lowest. Whether something lies in the lowest tenth depends on nothing else in the batch, and what is among the three lowest of many is
 * among the three lowest of any part of them: however work is cut into batches, whatever is drawn of the whole is drawn of the parts. Small
 * batches only draw more.
 * @param hashOf hex, the same for the same item
 */
export function samplesOf<Item>(items: readonly Item[], hashOf: (item: Item) => string): readonly Item[] {
  const hashed = new Map(items.map((item) => [hashOf(item), item]));
  const sorted = [...hashed].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.filter(([hash], rank) => rank < LEAST_SAMPLES || isInLowest(hash)).map(([, item]) => item);
}

function isInLowest(hash: string): boolean {
  return Number.parseInt(hash.slice(0, DIGITS), 16) * ONE_IN < 16 ** DIGITS;
}

/** What must have been looked at before many records are approved at once (批量审核抽样). */
@Injectable()
export class BulkSamples {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SEALER) private readonly sealer: Sealer,
    private readonly desk: RecordDesk,
    private readonly views: ViewsLog,
  ) {}

  /**
   * Samples are drawn of what this person can sign now: what would be refused anyway, nobody has to look at, and nobody fills a batch with it.
   * @throws Refusal `conflict`/`samples-not-viewed` naming the samples of which this person has viewed nothing
   */
  async mustBeViewed(reviews: readonly Sample[], note: string | undefined, context: CommandContext): Promise<void> {
    const { userId } = context;
    const signable = await chosen(reviews, (review) => this.isSignable(review, note, context));
    const day = dayAt(this.clock.now());
    const samples = samplesOf(signable, ({ digest }) => this.sealer.indexOf(`bulk-sample\n${userId}\n${digest}\n${day}`));
    const missing = await chosen(samples, async ({ recordId, digest }) => !(await this.views.hasViewed(userId, recordId, digest)));
    if (missing.length === 0) return;
    const places = missing.map((sample) => ({ sample, place: reviews.indexOf(sample) })).sort((a, b) => a.place - b.place);
    throw new Refusal('conflict', 'samples-not-viewed', {
      params: { count: missing.length },
      errors: places.map(({ place }) => ({ pointer: `/reviews/${place}`, code: 'sample-not-viewed' })),
      samples: places.map(({ sample: { recordId, line, level, digest } }) => ({ recordId, line, level, digest })),
    });
  }

  private async isSignable({ recordId, ...review }: Sample, note: string | undefined, context: CommandContext): Promise<boolean> {
    const body = { ...review, bulk: true, ...(note !== undefined && { note }) };
    try {
      await this.desk.attempt(new SignOffLine(recordId, body, { ...context, check: true }));
      return true;
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind === 'unavailable') throw error;
      return false;
    }
  }
}

/** Those for which a question is answered with yes, in their order. */
async function chosen<Item>(items: readonly Item[], ask: (item: Item) => Promise<boolean>): Promise<readonly Item[]> {
  const yes = new Set<Item>();
  await inParallel(items, IN_FLIGHT, async (item) => {
    if (await ask(item)) yes.add(item);
  });
  return items.filter((item) => yes.has(item));
}
