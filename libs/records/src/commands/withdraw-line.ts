import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsOptional } from 'class-validator';
import { Line, LONGEST_CODE, Note } from '#kernel';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import type { CommandAnswer } from './answer.js';

export class WithdrawLineBody {
  @Line(LONGEST_CODE) line: string;
  /** The level whose sign-off it is; absent: the submission. */
  @IsOptional() @Line(LONGEST_CODE) level?: string;
  @Note() reason: string;
}

/** Takes back one's own submission, or one's own sign-off, before the next has acted (撤回). */
export class WithdrawLine extends RecordWork<WithdrawLineBody> {
  readonly word = 'WithdrawLine';

  decision(): RecordCommand {
    return { kind: 'withdraw', ...this.body };
  }
}

@CommandHandler(WithdrawLine)
export class WithdrawLineHandler implements ICommandHandler<WithdrawLine> {
  constructor(private readonly desk: RecordDesk) {}

  execute(command: WithdrawLine): Promise<CommandAnswer> {
    return this.desk.work(command);
  }
}
