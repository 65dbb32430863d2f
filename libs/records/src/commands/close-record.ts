import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import type { CommandAnswer } from './answer.js';

export class CloseRecordBody {
  @IsString() reason: string;
  @IsOptional() @IsString() @MaxLength(2000) note?: string;
  @IsOptional() @IsString() duplicateOf?: string;
}

/** Closes a record (毕业, 转出, 脱贫, 死亡 …). */
export class CloseRecord extends RecordWork<CloseRecordBody> {
  readonly word = 'CloseRecord';

  decision(): RecordCommand {
    return { kind: 'close', ...this.body };
  }
}

@CommandHandler(CloseRecord)
export class CloseRecordHandler implements ICommandHandler<CloseRecord> {
  constructor(private readonly desk: RecordDesk) {}

  execute(command: CloseRecord): Promise<CommandAnswer> {
    return this.desk.work(command);
  }
}
