import { IsIn, IsObject, IsOptional } from 'class-validator';
import { Data, Line, LONGEST_ID, Refusal } from '#kernel';
import type { RecordWork } from '../record-command.js';
import type { PlainValues } from '../values.js';
import type { CommandContext } from './answer.js';
import { CloseError } from './close-error.js';
import { CorrectRecord } from './correct-record.js';

/** What becomes of a confirmed error: another value, or that there is one already. */
export class CorrectionBody {
  /** Id of the error. */
  @IsOptional() @Line(LONGEST_ID) error?: string;
  /** The same as `error`. */
  @IsOptional() @Line(LONGEST_ID) errorId?: string;
  /** The field that the error names, with its right value. */
  @IsOptional() @IsObject() @Data() values?: PlainValues;
  /** Instead of `values`: the value has been changed since, so nothing is left to correct. */
  @IsOptional() @IsIn([true]) alreadyChanged?: true;
}

/**
 * The command that a correction is.
 * @throws Refusal `invalid`/`invalid-body` if it names no error, or not exactly one of `values` and `alreadyChanged`
 */
export function correctionOf(recordId: string, body: CorrectionBody, context: CommandContext): RecordWork {
  const { error, errorId = error, values, alreadyChanged } = body;
  if (errorId === undefined || (error !== undefined && error !== errorId)) throw wrong('error');
  if (alreadyChanged === undefined && values !== undefined) return new CorrectRecord(recordId, { errorId, values }, context);
  if (alreadyChanged !== undefined && values === undefined) return new CloseError(recordId, { errorId }, context);
  throw wrong('values');
}

function wrong(member: keyof CorrectionBody): Refusal {
  return new Refusal('invalid', 'invalid-body', { errors: [{ pointer: `/${member}`, code: 'wrong-value' }] });
}
