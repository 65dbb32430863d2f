import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsArray, IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import type { CommandAnswer } from './answer.js';

export class ReopenRecordBody {
  @IsOptional() @IsArray() @IsString({ each: true }) lines?: string[];
  @IsString() @IsNotEmpty() @MaxLength(2000) reason: string;
}

/** Reopens an approved record because the world has changed (重启). */
export class ReopenRecord extends RecordWork<ReopenRecordBody> {
  readonly word = 'ReopenRecord';

  decision(): RecordCommand {
    return { kind: 'reopen', ...this.body };
  }
}

@CommandHandler(ReopenRecord)
export class ReopenRecordHandler implements ICommandHandler<ReopenRecord> {
  constructor(private readonly desk: RecordDesk) {}

  execute(command: ReopenRecord): Promise<CommandAnswer> {
    return this.desk.work(command);
  }
}
