import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsBoolean, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import type { CommandAnswer } from './answer.js';

export class SignOffLineBody {
  @IsString() line: string;
  @IsString() level: string;
  /** Digest of what the reviewer had before them. */
  @Matches(/^[0-9a-f]{64}$/) digest: string;
  @IsOptional() @IsBoolean() bulk?: boolean;
  @IsOptional() @IsString() @MaxLength(2000) note?: string;
}

/** Approves a line at one level (审核通过), or the record jointly at the county. */
export class SignOffLine extends RecordWork<SignOffLineBody> {
  decision(): RecordCommand {
    return { kind: 'sign-off', ...this.body };
  }
}

@CommandHandler(SignOffLine)
export class SignOffLineHandler implements ICommandHandler<SignOffLine> {
  constructor(private readonly desk: RecordDesk) {}

  execute(command: SignOffLine): Promise<CommandAnswer> {
    return this.desk.work(command);
  }
}
