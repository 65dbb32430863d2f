import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsOptional, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { Digest, Line, LONGEST_CODE, LONGEST_ID, Note } from '#kernel';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import type { CommandAnswer } from './answer.js';

/** How many fields one return names at most. */
export const MOST_REASONS = 100;

/** Why one field is sent back. */
export class ReturnReason {
  @Line(LONGEST_CODE) field: string;
  @Note() reason: string;
}

export class ReturnLineBody {
  @Line(LONGEST_CODE) line: string;
  @Line(LONGEST_CODE) level: string;
  @Digest() digest: string;
  /** A level below, or `collection`. */
  @Line(LONGEST_ID) to: string;
  @IsArray() @ArrayNotEmpty() @ArrayMaxSize(MOST_REASONS) @ValidateNested({ each: true }) @Type(() => ReturnReason) reasons: ReturnReason[];
  @IsOptional() @Note() note?: string;
}

/** Returns a line to a level below or to collection (退回), with a reason for each field. */
export class ReturnLine extends RecordWork<ReturnLineBody> {
  readonly word = 'ReturnLine';
  override readonly endsView = true;

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
