import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Line, LONGEST_ID } from '#kernel';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import type { CommandAnswer } from './answer.js';

export class CloseErrorBody {
  @Line(LONGEST_ID) errorId: string;
}

/** Says of a confirmed error that its value has been changed already: it is done, and nothing else changes. */
export class CloseError extends RecordWork<CloseErrorBody> {
  readonly word = 'CloseError';

  override get errorId(): string {
    return this.body.errorId;
  }

  decision(): RecordCommand {
    return { kind: 'close-error', errorId: this.body.errorId };
  }
}

@CommandHandler(CloseError)
export class CloseErrorHandler implements ICommandHandler<CloseError> {
  constructor(private readonly desk: RecordDesk) {}

  execute(command: CloseError): Promise<CommandAnswer> {
    return this.desk.work(command);
  }
}
