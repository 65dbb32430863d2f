import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { Line, LONGEST_ID, Note } from '#kernel';
import { RecordDesk, RecordWork, type CommandAnswer } from '#records';
import type { RecordCommand } from '#verification';
import { Restating } from '../assessing/restating.js';

export class DecideAttributionAppealBody {
  @Line(LONGEST_ID) errorId: string;
  /** User name of who appealed. */
  @Line(LONGEST_ID) appellant: string;
  /** What becomes of the attribution: it is upheld, or reversed for the appellant. */
  @IsIn(['upheld', 'reversed']) outcome: 'upheld' | 'reversed';
  @Note() reason: string;
}

/** The officer whom the auditor has named decides an appeal against an attribution (责任申诉决定). */
export class DecideAttributionAppeal extends RecordWork<DecideAttributionAppealBody> {
  readonly word = 'DecideAttributionAppeal';

  decision(): RecordCommand {
    return { kind: 'decide-attribution-appeal', ...this.body };
  }
}

@CommandHandler(DecideAttributionAppeal)
export class DecideAttributionAppealHandler implements ICommandHandler<DecideAttributionAppeal> {
  constructor(
    private readonly desk: RecordDesk,
    private readonly restating: Restating,
  ) {}

  /** A published month that counted what is reversed is restated; the same command again finishes what was left undone. */
  async execute(command: DecideAttributionAppeal): Promise<CommandAnswer> {
    const answer = await this.desk.work(command);
    if (command.body.outcome === 'reversed') await this.restating.after(command.recordId, command.body.errorId, command.context);
    return answer;
  }
}
