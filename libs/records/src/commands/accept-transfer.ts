import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Line, LONGEST_CODE } from '#kernel';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import type { CommandAnswer } from './answer.js';

export class AcceptTransferBody {
  @Line(LONGEST_CODE) line: string;
}

/** The new unit takes a transferred line over. */
export class AcceptTransfer extends RecordWork<AcceptTransferBody> {
  readonly word = 'AcceptTransfer';

  decision(): RecordCommand {
    return { kind: 'accept-transfer', line: this.body.line };
  }
}

@CommandHandler(AcceptTransfer)
export class AcceptTransferHandler implements ICommandHandler<AcceptTransfer> {
  constructor(private readonly desk: RecordDesk) {}

  execute(command: AcceptTransfer): Promise<CommandAnswer> {
    return this.desk.work(command);
  }
}
