import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsISO8601, IsInt, IsObject, IsOptional, IsString, Min } from 'class-validator';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import { checkedValues, sealAll, type PlainValues, type Seal } from '../values.js';
import type { CommandAnswer } from './answer.js';

export class TakeStatementBody {
  @IsOptional() @IsObject() open?: { subjectId: string; cycle: string };
  @IsString() department: string;
  @IsString() file: string;
  @IsInt() @Min(1) fileLine: number;
  @IsISO8601() asOf: string;
  @IsObject() values: PlainValues;
}

/** A department's roster states values about a student. What it has stated before is no news: no event. */
export class TakeStatement extends RecordWork<TakeStatementBody> {
  decision(seal: Seal): RecordCommand {
    const { open, values, ...rest } = this.body;
    return {
      kind: 'take-statement',
      ...(open === undefined ? {} : { open: { recordId: this.recordId, ...open } }),
      ...rest,
      values: sealAll(checkedValues(values), seal),
    };
  }

  override readonly keepsRefusals = false;
}

@CommandHandler(TakeStatement)
export class TakeStatementHandler implements ICommandHandler<TakeStatement> {
  constructor(private readonly desk: RecordDesk) {}

  execute(command: TakeStatement): Promise<CommandAnswer> {
    return this.desk.work(command);
  }
}
