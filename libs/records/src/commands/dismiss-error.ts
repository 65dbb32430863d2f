import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Line, LONGEST_ID, Note } from '#kernel';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import type { CommandAnswer } from './answer.js';

export class DismissErrorBody {
  @Line(LONGEST_ID) errorId: string;
  @Note() reason: string;
}

/** Dismisses a reported error. */
export class DismissError extends RecordWork<DismissErrorBody> {
  readonly word = 'DismissError';
  override readonly endsView = true;

  override get errorId(): string {
    return this.body.errorId;
  }

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
