import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsOptional } from 'class-validator';
import { Line, LONGEST_CODE, Note, Refusal, type Position, type Recorded } from '#kernel';
import { commandHashOf, commandMetadata, earlierRun, type Clock, type EventLog } from '#event-store';
import type { DirectoryReader } from '#directory';
import { CLOCK, DIRECTORY_READER, EVENT_LOG, RECORD_TYPE, SEALER } from '#platform';
import type { Sealer } from '#protection';
import { pending, type Post, type RecordState, type RecordType, type Staffing } from '#verification';
import { actingAs } from '../acting-as.js';
import { RecordDesk } from '../record-desk.js';
import { escalationsStream } from '../record-id.js';
import type { CommandContext } from './answer.js';

export class EscalateLevelBody {
  @Line(LONGEST_CODE) line: string;
  @Line(LONGEST_CODE) level: string;
  @IsOptional() @Note() reason?: string;
}

/** Data of `level-escalated`. */
export interface LevelEscalated {
  readonly recordId: string;
  readonly cycle: string;
  readonly line: string;
  readonly level: string;
  /** 0 for the joint sign-off. */
  readonly submission: number;
  readonly digest: string;
  readonly dueAt: string;
  /** The post that is late. */
  readonly late: Post;
  /** The post above, which is told; absent at the top. */
  readonly to?: Post;
  readonly reason?: string;
}

export interface EscalationAnswer {
  readonly recordId: string;
  readonly position: Position;
  readonly to?: Post;
}

/** Tells the post above that a level is past its deadline (逾期上报). It takes the level from nobody. */
export class EscalateLevel extends Command<EscalationAnswer> {
  readonly word = 'EscalateLevel';

  constructor(
    readonly recordId: string,
    readonly body: EscalateLevelBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(EscalateLevel)
export class EscalateLevelHandler implements ICommandHandler<EscalateLevel> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SEALER) private readonly sealer: Sealer,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    @Inject(RECORD_TYPE) private readonly type: RecordType,
    private readonly desk: RecordDesk,
  ) {}

  /**
   * @throws Refusal `not-found`/`unknown-record`, `forbidden`/`no-appointment`, `conflict`/`level-not-waiting`, `conflict`/`not-overdue`,
   * `conflict`/`already-escalated`
   */
  async execute({ word, recordId, body, context }: EscalateLevel): Promise<EscalationAnswer> {
    const { state } = await this.desk.load(recordId);
    if (state.revision < 0) throw new Refusal('not-found', 'unknown-record');
    const stream = escalationsStream(recordId);
    const commandHash = commandHashOf(this.sealer, word, { recordId, body });
    const events = await this.log.readStream(stream);
    const earlier = earlierRun(events, context.commandId, commandHash);
    if (earlier !== undefined) return answerOf(earlier);
    const staffing = await this.directory.current();
    const actor = actingAs(staffing, context.userId, this.clock.now());
    const data = escalated(state, this.type, staffing, this.clock.now(), body);
    if (events.some((event) => sameWait(event.data as LevelEscalated, data))) throw new Refusal('conflict', 'already-escalated');
    const { position } = await this.log.append(
      stream,
      events.at(-1)?.revision ?? 'no-stream',
      [{ type: 'level-escalated', data }],
      commandMetadata(context, actor, commandHash),
    );
    return { recordId, position, ...(data.to && { to: data.to }) };
  }
}

function answerOf({ data, position }: Recorded): EscalationAnswer {
  const { recordId, to } = data as LevelEscalated;
  return { recordId, position, ...(to && { to }) };
}

function escalated(state: RecordState, type: RecordType, staffing: Staffing, now: string, body: EscalateLevelBody): LevelEscalated {
  const waiting = pending(state, type, staffing).find(({ line, level }) => line === body.line && level === body.level);
  const [late, to] = waiting?.posts ?? [];
  if (waiting === undefined || late === undefined) throw new Refusal('conflict', 'level-not-waiting');
  if (waiting.dueAt === undefined || waiting.dueAt >= now) throw new Refusal('conflict', 'not-overdue');
  return {
    recordId: state.recordId,
    cycle: state.cycle,
    line: waiting.line,
    level: waiting.level,
    submission: state.lines[waiting.line]?.submission?.number ?? 0,
    digest: waiting.digest,
    dueAt: waiting.dueAt,
    late: postOnly(late),
    ...(to && { to: postOnly(to) }),
    ...(body.reason !== undefined && { reason: body.reason }),
  };
}

function postOnly({ role, unit, line }: Post): Post {
  return { role, unit, line };
}

/** One wait of one level is escalated once. */
function sameWait(a: LevelEscalated, b: LevelEscalated): boolean {
  return a.line === b.line && a.level === b.level && a.digest === b.digest && a.dueAt === b.dueAt;
}
