import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsIn, IsString } from 'class-validator';
import { RecordDesk, RecordWork, type CommandAnswer } from '#records';
import type { DecidedMatter, RecordCommand } from '#verification';

export class NameDeciderBody {
  @IsString() errorId: string;
  /** What the person is to decide: the error, where no officer is left, or the appeals against its attribution. */
  @IsIn(['error', 'appeal']) matter: DecidedMatter;
  /** User name of who decides. */
  @IsString() userId: string;
}

/** The auditor names who decides (指定认定人). */
export class NameDecider extends RecordWork<NameDeciderBody> {
  readonly word = 'NameDecider';

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
