import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Digest, Note } from '#kernel';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import type { CommandAnswer } from './answer.js';

export class RejectRecordBody {
  @Digest() digest: string;
  @Note() reason: string;
}

/** Rejects a record (不予通过); only the county may. */
export class RejectRecord extends RecordWork<RejectRecordBody> {
  readonly word = 'RejectRecord';
  override readonly endsView = true;

  decision(): RecordCommand {
    return { kind: 'reject', ...this.body };
  }
}

@CommandHandler(RejectRecord)
export class RejectRecordHandler implements ICommandHandler<RejectRecord> {
  constructor(private readonly desk: RecordDesk) {}

  execute(command: RejectRecord): Promise<CommandAnswer> {
    return this.desk.work(command);
  }
}
