import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ArrayNotEmpty, IsArray, IsNotEmpty, IsOptional, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import type { CommandAnswer } from './answer.js';

/** Why one field is sent back. */
export class ReturnReason {
  @IsString() field: string;
  @IsString() @IsNotEmpty() @MaxLength(2000) reason: string;
}

export class ReturnLineBody {
  @IsString() line: string;
  @IsString() level: string;
  @Matches(/^[0-9a-f]{64}$/) digest: string;
  /** A level below, or `collection`. */
  @IsString() to: string;
  @IsArray() @ArrayNotEmpty() @ValidateNested({ each: true }) @Type(() => ReturnReason) reasons: ReturnReason[];
  @IsOptional() @IsString() @MaxLength(2000) note?: string;
}

/** Returns a line to a level below or to collection (退回), with a reason for each field. */
export class ReturnLine extends RecordWork<ReturnLineBody> {
  readonly word = 'ReturnLine';

  decision(): RecordCommand {
    return { kind: 'return', ...this.body, reasons: this.body.reasons.map(({ field, reason }) => ({ field, reason })) };
  }
}

@CommandHandler(ReturnLine)
export class ReturnLineHandler implements ICommandHandler<ReturnLine> {
  constructor(private readonly desk: RecordDesk) {}

  execute(command: ReturnLine): Promise<CommandAnswer> {
    return this.desk.work(command);
  }
}
