import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Directory, DirectoryReader } from '#directory';
import { commandHashOf, commandMetadata, type Clock, type EventLog } from '#event-store';
import { Refusal, type Actor, type Position } from '#kernel';
import { CLOCK, DIRECTORY_READER, EVENT_LOG, RECORD_TYPE, SEALER } from '#platform';
import { WHILE_IT_MOVES } from '#projections';
import type { Sealer } from '#protection';
import type { CommandContext } from '#records';
import { checkedMonth, endOfMonth, type RecordType } from '#verification';
import type { Assessment } from '../assessing/assessment.js';
import { Assessor } from '../assessing/assessor.js';
import { Restating } from '../assessing/restating.js';
import { assessmentStream } from '../streams.js';

export interface PublishedAnswer {
  readonly month: string;
  readonly eventId: string;
  readonly position: Position;
  readonly assessment: Assessment;
}

/** Publishes a month's assessment (通报) as an event: from then on it never changes. */
export class PublishAssessment extends Command<PublishedAnswer> {
  readonly word = 'PublishAssessment';

  constructor(
    readonly month: string,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(PublishAssessment)
export class PublishAssessmentHandler implements ICommandHandler<PublishAssessment> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SEALER) private readonly sealer: Sealer,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
    private readonly assessor: Assessor,
    private readonly restating: Restating,
  ) {}

  /** @throws Refusal `invalid`/`wrong-month`; `forbidden`/`not-publisher`; `conflict`: `month-not-over`, `already-published` */
  async execute({ word, month, context }: PublishAssessment): Promise<PublishedAnswer> {
    checkedMonth(month);
    const now = this.clock.now();
    const actor = publisher(await this.directory.current(), context.userId, now, this.type);
    // Also of a publication that was interrupted before it was restated.
    const standing = await this.restated(month, context);
    if (standing !== undefined) return standing;
    if (now <= endOfMonth(month)) throw new Refusal('conflict', 'month-not-over', { params: { month } });
    const assessment = await this.assessor.assess(month, { patience: WHILE_IT_MOVES });
    await this.append(assessment, actor, context, commandHashOf(this.sealer, word, { month }));
    const published = await this.restated(month, context);
    if (published === undefined) throw new Refusal('conflict', 'already-published', { params: { month } });
    return published;
  }

  /** What this very command has published, with what was reversed between the month's end and now restated beside it. */
  private async restated(month: string, context: CommandContext): Promise<PublishedAnswer | undefined> {
    const published = await this.published(month, context);
    if (published !== undefined) await this.restating.withPublication(month, context);
    return published;
  }

  /** What this very command has published. @throws Refusal `conflict`/`already-published` if another one has */
  private async published(month: string, { commandId }: CommandContext): Promise<PublishedAnswer | undefined> {
    const [first] = await this.log.readStream(assessmentStream(month), { limit: 1 });
    if (first === undefined) return undefined;
    if (first.commandId !== commandId) throw new Refusal('conflict', 'already-published', { params: { month } });
    return { month, eventId: first.id, position: first.position, assessment: first.data as Assessment };
  }

  /** Of two who publish at the same moment one is first; the other is told so. */
  private async append(assessment: Assessment, actor: Actor, context: CommandContext, commandHash: string): Promise<void> {
    const { month } = assessment;
    try {
      await this.log.append(
        assessmentStream(month),
        'no-stream',
        [{ type: 'assessment-published', data: assessment }],
        commandMetadata(context, actor, commandHash),
      );
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind !== 'conflict') throw error;
    }
  }
}

/** @throws Refusal `forbidden`/`not-publisher` */
function publisher(directory: Directory, userId: string, at: string, { responsibility }: RecordType): Actor {
  const posts = responsibility?.publishers(directory) ?? [];
  const appointment = directory
    .appointmentsOf(userId, at)
    .find(({ role, unit, line }) => posts.some((post) => post.role === role && post.unit === unit && post.line === line));
  if (appointment === undefined) throw new Refusal('forbidden', 'not-publisher');
  const { name, role, unit, line, onBehalfOf } = appointment;
  const unitName = directory.unit(unit)?.name ?? '';
  return { userId, name, role, unit, unitName, line, ...(onBehalfOf !== undefined && { onBehalfOf }) };
}
