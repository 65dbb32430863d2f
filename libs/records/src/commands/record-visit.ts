import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ArrayMaxSize, IsArray, IsNotEmpty, IsObject, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { Refusal, type Envelope, type Json } from '#kernel';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import type { Seal } from '../values.js';
import type { CommandAnswer } from './answer.js';

/** What a visitor found about one field. */
export interface CheckedField {
  readonly outcome: 'confirmed' | 'differs';
  readonly value?: Json;
  readonly note?: string;
}

function sealCheck(field: string, check: unknown, seal: Seal): { outcome: 'confirmed' | 'differs'; value?: Envelope; note?: string } {
  const { outcome, value, note } = (check ?? {}) as Partial<CheckedField>;
  if ((outcome !== 'confirmed' && outcome !== 'differs') || (note !== undefined && typeof note !== 'string')) {
    throw new Refusal('invalid', 'invalid-body', { errors: [{ pointer: `/checked/${field}`, code: 'wrong-value' }] });
  }
  return { outcome, ...(value === undefined ? {} : { value: seal(value) }), ...(note === undefined ? {} : { note }) };
}

/** @throws Refusal `invalid`/`invalid-body` for a day that no calendar has */
function checkedDate(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(date)) {
    throw new Refusal('invalid', 'invalid-body', { errors: [{ pointer: '/date', code: 'wrong-value' }] });
  }
  return date;
}

export class RecordVisitBody {
  @IsString() @IsNotEmpty() @MaxLength(50) method: string;
  @IsString() @IsNotEmpty() @MaxLength(50) purpose: string;
  @Matches(/^\d{4}-\d{2}-\d{2}$/) date: string;
  @IsOptional() @IsArray() @ArrayMaxSize(50) @IsString({ each: true }) peopleMet?: string[];
  /** By field: confirmed, or differs and how. */
  @IsOptional() @IsObject() checked?: Record<string, CheckedField>;
  @IsOptional() @IsString() @MaxLength(2000) note?: string;
}

/** Records a visit (三联访). */
export class RecordVisit extends RecordWork<RecordVisitBody> {
  readonly word = 'RecordVisit';

  decision(seal: Seal): RecordCommand {
    const { checked, date, ...rest } = this.body;
    return {
      kind: 'visit',
      date: checkedDate(date),
      ...rest,
      ...(checked === undefined
        ? {}
        : { checked: Object.fromEntries(Object.entries(checked).map(([field, check]) => [field, sealCheck(field, check, seal)])) }),
    };
  }
}

@CommandHandler(RecordVisit)
export class RecordVisitHandler implements ICommandHandler<RecordVisit> {
  constructor(private readonly desk: RecordDesk) {}

  execute(command: RecordVisit): Promise<CommandAnswer> {
    return this.desk.work(command);
  }
}
