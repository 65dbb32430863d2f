import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsBoolean, IsOptional } from 'class-validator';
import { Digest, Line, LONGEST_CODE, Note } from '#kernel';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import { ViewsLog, type Viewed } from '../views-log.js';
import type { CommandAnswer, CommandContext } from './answer.js';

export class SignOffLineBody {
  @Line(LONGEST_CODE) line: string;
  @Line(LONGEST_CODE) level: string;
  /** Digest of what the reviewer had before them. */
  @Digest() digest: string;
  @IsOptional() @IsBoolean() bulk?: boolean;
  @IsOptional() @Note() note?: string;
}

/** Approves a line at one level (审核通过), or the record jointly at the county. */
export class SignOffLine extends RecordWork<SignOffLineBody> {
  readonly word = 'SignOffLine';
  override readonly endsView = true;

  constructor(
    recordId: string,
    body: SignOffLineBody,
    context: CommandContext,
    /** What the signer had viewed of the submission; the handler fills it in from the views log. */
    private readonly viewed?: Viewed,
  ) {
    super(recordId, body, context);
  }

  decision(): RecordCommand {
    return { kind: 'sign-off', ...this.body, ...(this.viewed && { viewed: this.viewed }) };
  }
}

@CommandHandler(SignOffLine)
export class SignOffLineHandler implements ICommandHandler<SignOffLine> {
  constructor(
    private readonly desk: RecordDesk,
    private readonly views: ViewsLog,
  ) {}

  async execute({ recordId, body, context }: SignOffLine): Promise<CommandAnswer> {
    const viewed = await this.views.viewedBy(context.userId, recordId, body);
    return this.desk.work(new SignOffLine(recordId, body, context, viewed));
  }
}
