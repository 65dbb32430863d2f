import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsOptional } from 'class-validator';
import { Line, LONGEST_CODE, LONGEST_ID, normaliseText, Note } from '#kernel';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import type { Seal } from '../values.js';
import type { CommandAnswer } from './answer.js';

export class TransferLineBody {
  @Line(LONGEST_CODE) line: string;
  @Line(LONGEST_ID) to: string;
  @IsOptional() @Note() reason?: string;
}

/** Transfers a line to another school or village (转接). */
export class TransferLine extends RecordWork<TransferLineBody> {
  readonly word = 'TransferLine';

  decision(seal: Seal): RecordCommand {
    const to = normaliseText(this.body.to).text;
    return { kind: 'transfer', ...this.body, to, value: seal(to) };
  }
}

@CommandHandler(TransferLine)
export class TransferLineHandler implements ICommandHandler<TransferLine> {
  constructor(private readonly desk: RecordDesk) {}

  execute(command: TransferLine): Promise<CommandAnswer> {
    return this.desk.work(command);
  }
}
