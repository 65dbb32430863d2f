import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import type { CommandAnswer } from './answer.js';

export class DisputeTransferBody {
  @IsString() line: string;
  @IsString() @IsNotEmpty() @MaxLength(2000) reason: string;
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
