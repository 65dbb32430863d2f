import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Note } from '#kernel';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import type { CommandAnswer } from './answer.js';

export class AppealRecordBody {
  @Note() reason: string;
}

/** Appeals against a rejection (申诉): the record goes back to collection. */
export class AppealRecord extends RecordWork<AppealRecordBody> {
  readonly word = 'AppealRecord';

  decision(): RecordCommand {
    return { kind: 'appeal', reason: this.body.reason };
  }
}

@CommandHandler(AppealRecord)
export class AppealRecordHandler implements ICommandHandler<AppealRecord> {
  constructor(private readonly desk: RecordDesk) {}

  execute(command: AppealRecord): Promise<CommandAnswer> {
    return this.desk.work(command);
  }
}
