import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsBoolean, IsISO8601, IsOptional, IsString } from 'class-validator';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import type { CommandAnswer } from './answer.js';

export class ConfirmErrorBody {
  @IsString() errorId: string;
  @IsOptional() @IsBoolean() outdated?: boolean;
  @IsOptional() @IsISO8601() wrongSince?: string;
}

/** Confirms a reported error, or says that the value was right and became outdated. */
export class ConfirmError extends RecordWork<ConfirmErrorBody> {
  decision(): RecordCommand {
    return { kind: 'confirm-error', ...this.body };
  }
}

@CommandHandler(ConfirmError)
export class ConfirmErrorHandler implements ICommandHandler<ConfirmError> {
  constructor(private readonly desk: RecordDesk) {}

  execute(command: ConfirmError): Promise<CommandAnswer> {
    return this.desk.work(command);
  }
}
