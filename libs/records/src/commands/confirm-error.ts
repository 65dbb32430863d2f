import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsBoolean, IsISO8601, IsOptional } from 'class-validator';
import { Line, LONGEST_CODE, LONGEST_ID, Refusal } from '#kernel';
import { timeOf } from '#projections';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import type { CommandAnswer } from './answer.js';

export class ConfirmErrorBody {
  @Line(LONGEST_ID) errorId: string;
  @IsOptional() @IsBoolean() outdated?: boolean;
  @IsOptional() @IsISO8601() @Line(LONGEST_CODE) wrongSince?: string;
}

/** Confirms a reported error, or says that the value was right and became outdated. */
export class ConfirmError extends RecordWork<ConfirmErrorBody> {
  readonly word = 'ConfirmError';
  override readonly endsView = true;

  override get errorId(): string {
    return this.body.errorId;
  }

  decision(): RecordCommand {
    const { wrongSince, ...rest } = this.body;
    return { kind: 'confirm-error', ...rest, ...(wrongSince !== undefined && { wrongSince: beginningOf(wrongSince) }) };
  }
}

/** From when on a value was wrong, UTC: a date alone is the beginning of that day in Asia/Shanghai. @throws Refusal `invalid`/`invalid-body` */
function beginningOf(wrongSince: string): string {
  try {
    return timeOf(/^\d{4}-\d{2}-\d{2}$/.test(wrongSince) ? `${wrongSince}T00:00` : wrongSince);
  } catch {
    throw new Refusal('invalid', 'invalid-body', { errors: [{ pointer: '/wrongSince', code: 'wrong-value' }] });
  }
}

@CommandHandler(ConfirmError)
export class ConfirmErrorHandler implements ICommandHandler<ConfirmError> {
  constructor(private readonly desk: RecordDesk) {}

  execute(command: ConfirmError): Promise<CommandAnswer> {
    return this.desk.work(command);
  }
}
