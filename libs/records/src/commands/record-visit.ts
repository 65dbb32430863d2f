import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsIn, IsObject, IsOptional } from 'class-validator';
import { Data, Day, ListOfWords, LONGEST_CODE, Members, Note, Refusal, Words, type Envelope, type Json } from '#kernel';
import type { RecordCommand } from '#verification';
import { readBody } from '../body.js';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import type { Seal } from '../values.js';
import type { CommandAnswer } from './answer.js';

/** How many fields one visit looks at, at most. */
const MOST_CHECKS = 100;

/** What a visitor found about one field. */
export class CheckedField {
  @IsIn(['confirmed', 'differs']) outcome: 'confirmed' | 'differs';
  /** With `differs`: what it is instead, if that is known. */
  @IsOptional() @Data() value?: Json;
  @IsOptional() @Note() note?: string;
}

export class RecordVisitBody {
  @Words(LONGEST_CODE) method: string;
  @Words(LONGEST_CODE) purpose: string;
  @Day() date: string;
  @IsOptional() @ListOfWords(50, 100) peopleMet?: string[];
  /** By field: confirmed, or differs and how. */
  @IsOptional() @IsObject() @Members(MOST_CHECKS) checked?: Record<string, CheckedField>;
  @IsOptional() @Note() note?: string;
}

/** Records a visit (三联访). */
export class RecordVisit extends RecordWork<RecordVisitBody> {
  readonly word = 'RecordVisit';

  decision(seal: Seal): RecordCommand {
    const { checked, ...rest } = this.body;
    if (checked === undefined) return { kind: 'visit', ...rest };
    const sealed = Object.entries(checked).map(([field, check]) => [field, sealCheck(field, readCheck(field, check), seal)]);
    return { kind: 'visit', ...rest, checked: Object.fromEntries(sealed) as VisitCommand['checked'] };
  }
}

type VisitCommand = Extract<RecordCommand, { kind: 'visit' }>;

/** @throws Refusal `invalid`/`invalid-body` */
function readCheck(field: string, check: unknown): CheckedField {
  try {
    return readBody(CheckedField, check);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const errors = error.errors.length > 0 ? error.errors : [{ pointer: '', code: 'wrong-value' }];
    throw new Refusal('invalid', 'invalid-body', {
      errors: errors.map(({ pointer, ...said }) => ({ pointer: `/checked/${field}${pointer}`, ...said })),
    });
  }
}

function sealCheck(
  field: string,
  { outcome, value, note }: CheckedField,
  seal: Seal,
): { outcome: 'confirmed' | 'differs'; value?: Envelope; note?: string } {
  return { outcome, ...(value !== undefined && { value: seal(value, field) }), ...(note !== undefined && { note }) };
}

@CommandHandler(RecordVisit)
export class RecordVisitHandler implements ICommandHandler<RecordVisit> {
  constructor(private readonly desk: RecordDesk) {}

  execute(command: RecordVisit): Promise<CommandAnswer> {
    return this.desk.work(command);
  }
}
