import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import type { CommandAnswer } from './answer.js';

export class DismissErrorBody {
  @IsString() errorId: string;
  @IsString() @IsNotEmpty() @MaxLength(2000) reason: string;
}

/** Dismisses a reported error. */
export class DismissError extends RecordWork<DismissErrorBody> {
  readonly word = 'DismissError';

  decision(): RecordCommand {
    return { kind: 'dismiss-error', ...this.body };
  }
}

@CommandHandler(DismissError)
export class DismissErrorHandler implements ICommandHandler<DismissError> {
  constructor(private readonly desk: RecordDesk) {}

  execute(command: DismissError): Promise<CommandAnswer> {
    return this.desk.work(command);
  }
}
