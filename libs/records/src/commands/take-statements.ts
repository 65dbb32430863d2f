import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Type } from 'class-transformer';
import { ArrayNotEmpty, IsArray, IsInt, IsISO8601, IsObject, IsOptional, IsString, Min, ValidateNested } from 'class-validator';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import { checkedValues, sealAll, type PlainValues, type Seal } from '../values.js';
import type { CommandAnswer } from './answer.js';

/** What one department's roster states about a student. */
export class StatementBody {
  @IsString() department: string;
  /** SHA-256 of the file. */
  @IsString() file: string;
  @IsInt() @Min(1) fileLine: number;
  /** Date of the statement, YYYY-MM-DD. */
  @IsISO8601() asOf: string;
  @IsObject() values: PlainValues;
}

export class TakeStatementsBody {
  @IsOptional() @IsObject() open?: { subjectId: string; cycle: string };
  @IsArray() @ArrayNotEmpty() @ValidateNested({ each: true }) @Type(() => StatementBody) statements: StatementBody[];
}

/** Departments' rosters state values about a student. What a department has stated before is no news: no event. */
export class TakeStatements extends RecordWork<TakeStatementsBody> {
  decision(seal: Seal): RecordCommand {
    const { open, statements } = this.body;
    return {
      kind: 'take-statements',
      ...(open === undefined ? {} : { open: { recordId: this.recordId, ...open } }),
      statements: statements.map(({ values, ...rest }) => ({ ...rest, values: sealAll(checkedValues(values), seal) })),
      seal,
    };
  }

  override readonly keepsRefusals = false;
}

@CommandHandler(TakeStatements)
export class TakeStatementsHandler implements ICommandHandler<TakeStatements> {
  constructor(private readonly desk: RecordDesk) {}

  execute(command: TakeStatements): Promise<CommandAnswer> {
    return this.desk.work(command);
  }
}
