import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsBoolean, IsOptional } from 'class-validator';
import { Line, LONGEST_ID, Note } from '#kernel';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import type { CommandAnswer } from './answer.js';

export class DecideDisagreementBody {
  @Line(LONGEST_ID) disagreementId: string;
  /** For what the visit found; absent: for what stands. */
  @IsOptional() @IsBoolean() asFound?: boolean;
  @Note() reason: string;
}

/** A named person decides what a visit found otherwise (finding `visit-differs`); from then on they answer for the value. */
export class DecideDisagreement extends RecordWork<DecideDisagreementBody> {
  readonly word = 'DecideDisagreement';

  decision(): RecordCommand {
    return { kind: 'decide-disagreement', ...this.body };
  }
}

@CommandHandler(DecideDisagreement)
export class DecideDisagreementHandler implements ICommandHandler<DecideDisagreement> {
  constructor(private readonly desk: RecordDesk) {}

  execute(command: DecideDisagreement): Promise<CommandAnswer> {
    return this.desk.work(command);
  }
}
