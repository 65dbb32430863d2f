import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Line, LONGEST_CODE, Note } from '#kernel';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import type { CommandAnswer } from './answer.js';

export class DisputeTransferBody {
  @Line(LONGEST_CODE) line: string;
  @Note() reason: string;
}

/** The new unit does not take a transferred line over: it goes back. */
export class DisputeTransfer extends RecordWork<DisputeTransferBody> {
  readonly word = 'DisputeTransfer';

  decision(): RecordCommand {
    return { kind: 'dispute-transfer', ...this.body };
  }
}

@CommandHandler(DisputeTransfer)
export class DisputeTransferHandler implements ICommandHandler<DisputeTransfer> {
  constructor(private readonly desk: RecordDesk) {}

  execute(command: DisputeTransfer): Promise<CommandAnswer> {
    return this.desk.work(command);
  }
}
