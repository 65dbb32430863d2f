import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsOptional } from 'class-validator';
import { Data, derivedId, Line, LONGEST_CODE, LONGEST_ID, Note, Words, type Json } from '#kernel';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import { errorIdOf } from '../record-id.js';
import type { Seal } from '../values.js';
import type { CommandAnswer } from './answer.js';

export class ReportErrorBody {
  @Line(LONGEST_CODE) field: string;
  /** Spot check, visit, roster, bounced payment, appeal, audit … */
  @Words(100) origin: string;
  /** What would be right, if it is known. */
  @IsOptional() @Data() right?: Json;
  @IsOptional() @Note() note?: string;
  /** Id of an event by which an earlier value was set, submitted or signed, as the history has it; absent: the value that stands is wrong. */
  @IsOptional() @Line(LONGEST_ID) event?: string;
}

/** Reports that a value is wrong. */
export class ReportError extends RecordWork<ReportErrorBody> {
  readonly word = 'ReportError';

  override get errorId(): string {
    return errorIdOf(this.recordId, derivedId('error', this.context.commandId).slice(0, 8));
  }

  decision(seal: Seal): RecordCommand {
    const { right, ...rest } = this.body;
    return {
      kind: 'report-error',
      errorId: this.errorId,
      ...rest,
      ...(right === undefined ? {} : { right: seal(right, this.body.field) }),
    };
  }
}

@CommandHandler(ReportError)
export class ReportErrorHandler implements ICommandHandler<ReportError> {
  constructor(private readonly desk: RecordDesk) {}

  execute(command: ReportError): Promise<CommandAnswer> {
    return this.desk.work(command);
  }
}
