import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { Line, LONGEST_ID } from '#kernel';
import { RecordDesk, RecordWork, type CommandAnswer } from '#records';
import type { DecidedMatter, RecordCommand } from '#verification';

export class NameDeciderBody {
  @Line(LONGEST_ID) errorId: string;
  /** What the person is to decide: the error, where no officer is left, or the appeals against its attribution. */
  @IsIn(['error', 'appeal']) matter: DecidedMatter;
  /** User name of who decides. */
  @Line(LONGEST_ID) userId: string;
}

/** The auditor names who decides (指定认定人). */
export class NameDecider extends RecordWork<NameDeciderBody> {
  readonly word = 'NameDecider';

  override get errorId(): string {
    return this.body.errorId;
  }

  decision(): RecordCommand {
    return { kind: 'name-decider', ...this.body };
  }
}

@CommandHandler(NameDecider)
export class NameDeciderHandler implements ICommandHandler<NameDecider> {
  constructor(private readonly desk: RecordDesk) {}

  execute(command: NameDecider): Promise<CommandAnswer> {
    return this.desk.work(command);
  }
}
