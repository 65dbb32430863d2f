import { Inject } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsIn, IsOptional, ValidateNested } from 'class-validator';
import { derivedId, Digest, LONGEST_CODE, LONGEST_ID, Note, Refusal, Words, type Position, type Recorded, type Revision } from '#kernel';
import { commandHashOf, commandMetadata, earlierRun, type Clock, type EventLog } from '#event-store';
import type { DirectoryReader } from '#directory';
import { CLOCK, DIRECTORY_READER, EVENT_LOG, SEALER } from '#platform';
import type { Sealer } from '#protection';
import { actingAs } from '../acting-as.js';
import { BulkSamples } from '../bulk-samples.js';
import type { CommandAnswer, CommandContext } from './answer.js';
import { SignOffLine } from './sign-off-line.js';

/** How many records one bulk decision holds at most. */
export const BULK_LIMIT = 500;

/** How many records are under way at once: their appends share commits. */
const IN_FLIGHT = 32;

/** One line at one level that is to be approved. */
export class BulkReviewItem {
  @Words(LONGEST_ID) recordId: string;
  @Words(LONGEST_CODE) line: string;
  @Words(LONGEST_CODE) level: string;
  @Digest() digest: string;
}

export class BulkReviewBody {
  @IsIn(['approve']) decision: 'approve';
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(BULK_LIMIT)
  @ValidateNested({ each: true })
  @Type(() => BulkReviewItem)
  reviews: BulkReviewItem[];
  @IsOptional() @Note() note?: string;
}

/** What became of one of the records. */
export interface BulkOutcome {
  readonly recordId: string;
  readonly line: string;
  readonly level: string;
  readonly outcome: 'done' | 'refused';
  readonly revision?: Revision;
  readonly position?: Position;
  /** Why it was refused. */
  readonly code?: string;
}

export interface BulkAnswer {
  readonly outcomes: readonly BulkOutcome[];
  /** Of the last event: everything that was done is at or before it. */
  readonly position: Position;
}

/**
 * Approves many records (批量审核): one event for each, flagged as bulk, and an outcome for each. A process with a stream of its own: begun,
 * record by record, finished. It does not begin until its person has viewed the samples that are drawn of it. Run again with the same id it goes on where it broke off, and once finished answers as it did.
 */
export class BulkReview extends Command<BulkAnswer> {
  readonly word = 'BulkReview';

  constructor(
    readonly body: BulkReviewBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(BulkReview)
export class BulkReviewHandler implements ICommandHandler<BulkReview> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SEALER) private readonly sealer: Sealer,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    private readonly samples: BulkSamples,
    private readonly commands: CommandBus,
  ) {}

  /** @throws Refusal `forbidden`/`no-appointment`, `invalid`/`command-reused`, `conflict`/`samples-not-viewed` */
  async execute({ word, body, context }: BulkReview): Promise<BulkAnswer> {
    const stream = bulkStream(context.commandId);
    const commandHash = commandHashOf(this.sealer, word, { body });
    const events = await this.log.readStream(stream);
    earlierRun(events, context.commandId, commandHash);
    const before = finishedIn(events);
    if (before !== undefined) return before;
    const actor = actingAs(await this.directory.current(), context.userId, this.clock.now());
    const { commandId, correlationId = commandId } = context;
    const metadata = { actor, commandHash, correlationId, causationId: commandId };
    const begin = { type: 'bulk-review-begun', data: begun(body) };
    // What has begun has shown its samples, and goes on.
    if (events.length === 0) {
      await this.samples.mustBeViewed(body.reviews, body.note, context);
      await this.log.append(stream, 'no-stream', [begin], commandMetadata(context, actor, commandHash));
    }
    const outcomes = await this.workAll(body, context);
    const finish = { type: 'bulk-review-finished', data: { outcomes } };
    const { position } = await this.log.append(stream, 0, [finish], { ...metadata, commandId: `${commandId}/finished` });
    // The same command may have run beside this one and have finished first: its word is the answer.
    return finishedIn(await this.log.readStream(stream)) ?? { outcomes, position };
  }

  /** Levels of one record in their order, records beside each other. */
  private async workAll({ reviews, note }: BulkReviewBody, context: CommandContext): Promise<readonly BulkOutcome[]> {
    const outcomes: BulkOutcome[] = [];
    const queues = [...byRecord(reviews).values()];
    const work = async () => {
      for (let queue = queues.shift(); queue !== undefined; queue = queues.shift()) {
        for (const index of queue) outcomes[index] = await this.workOne(reviews[index] as BulkReviewItem, note, context);
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, work));
    return outcomes;
  }

  private async workOne(
    { recordId, line, level, digest }: BulkReviewItem,
    note: string | undefined,
    context: CommandContext,
  ): Promise<BulkOutcome> {
    const body = { line, level, digest, bulk: true, ...(note !== undefined && { note }) };
    const commandId = derivedId(context.commandId, recordId, line, level);
    const own = { userId: context.userId, commandId, correlationId: context.correlationId ?? context.commandId };
    try {
      const { revision, position } = await this.commands.execute<SignOffLine, CommandAnswer>(new SignOffLine(recordId, body, own));
      return { recordId, line, level, outcome: 'done', revision, position };
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind === 'unavailable') throw error;
      return { recordId, line, level, outcome: 'refused', code: error.code };
    }
  }
}

function bulkStream(commandId: string): string {
  return `bulk-${commandId}`;
}

function finishedIn(events: readonly Recorded[]): BulkAnswer | undefined {
  const finished = events.find(({ type }) => type === 'bulk-review-finished');
  return finished && { outcomes: (finished.data as Pick<BulkAnswer, 'outcomes'>).outcomes, position: finished.position };
}

/** Where in the list each record stands. */
function byRecord(reviews: readonly BulkReviewItem[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  reviews.forEach(({ recordId }, index) => {
    const known = places.get(recordId);
    if (known === undefined) places.set(recordId, [index]);
    else known.push(index);
  });
  return places;
}

function begun({ reviews, note }: BulkReviewBody): { reviews: readonly object[]; note?: string } {
  return {
    reviews: reviews.map(({ recordId, line, level, digest }) => ({ recordId, line, level, digest })),
    ...(note !== undefined && { note }),
  };
}
