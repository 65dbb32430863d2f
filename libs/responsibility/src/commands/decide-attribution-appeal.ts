import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { Line, LONGEST_ID, Note } from '#kernel';
import { APPEAL_OUTCOMES, RecordDesk, RecordWork, storedOutcome, type CommandAnswer } from '#records';
import type { RecordCommand } from '#verification';
import { Restating } from '../assessing/restating.js';

export class DecideAttributionAppealBody {
  @Line(LONGEST_ID) errorId: string;
  /** User name of who appealed. */
  @Line(LONGEST_ID) appellant: string;
  /** `granted`: the appellant answers no longer (the log says `reversed`); `denied`: they still do (`upheld`). The log's words are taken too. */
  @IsIn(APPEAL_OUTCOMES) outcome: (typeof APPEAL_OUTCOMES)[number];
  @Note() reason: string;
}

/** The officer whom the auditor has named decides an appeal against an attribution (责任申诉决定). */
export class DecideAttributionAppeal extends RecordWork<DecideAttributionAppealBody> {
  readonly word = 'DecideAttributionAppeal';

  override get errorId(): string {
    return this.body.errorId;
  }

  decision(): RecordCommand {
    const { outcome, ...rest } = this.body;
    return { kind: 'decide-attribution-appeal', ...rest, outcome: storedOutcome(outcome) };
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
    if (storedOutcome(command.body.outcome) === 'reversed')
      await this.restating.after(command.recordId, command.body.errorId, command.context);
    return answer;
  }
}
