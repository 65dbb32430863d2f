import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import type { Seal } from '../values.js';
import type { CommandAnswer } from './answer.js';

export class TransferLineBody {
  @IsString() line: string;
  @IsString() to: string;
  @IsOptional() @IsString() @MaxLength(2000) reason?: string;
}

/** Transfers a line to another school or village (转接). */
export class TransferLine extends RecordWork<TransferLineBody> {
  readonly word = 'TransferLine';

  decision(seal: Seal): RecordCommand {
    return { kind: 'transfer', ...this.body, value: seal(this.body.to) };
  }
}

@CommandHandler(TransferLine)
export class TransferLineHandler implements ICommandHandler<TransferLine> {
  constructor(private readonly desk: RecordDesk) {}

  execute(command: TransferLine): Promise<CommandAnswer> {
    return this.desk.work(command);
  }
}
