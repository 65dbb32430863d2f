import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsIn, IsOptional, ValidateNested } from 'class-validator';
import { Digest, Line, LONGEST_CODE, LONGEST_ID, Note, Refusal } from '#kernel';
import { readBody } from '../body.js';
import type { RecordWork } from '../record-command.js';
import type { CommandContext } from './answer.js';
import { RejectRecord, RejectRecordBody } from './reject-record.js';
import { MOST_REASONS, ReturnLine, ReturnLineBody, ReturnReason } from './return-line.js';
import { SignOffLine, SignOffLineBody } from './sign-off-line.js';

export const REVIEW_DECISIONS = ['approve', 'return', 'reject'] as const;

/** What a reviewer decides about a line, or jointly about the record. */
export class ReviewBody {
  @IsIn(REVIEW_DECISIONS) decision: (typeof REVIEW_DECISIONS)[number];
  @Line(LONGEST_CODE) line: string;
  @Line(LONGEST_CODE) level: string;
  /** Digest of what the reviewer had before them. */
  @Digest() digest: string;
  /** With `return`: a level below, or `collection`. */
  @IsOptional() @Line(LONGEST_ID) to?: string;
  /** With `return`: why each field goes back. */
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MOST_REASONS)
  @ValidateNested({ each: true })
  @Type(() => ReturnReason)
  reasons?: ReturnReason[];
  /** With `reject` it is the reason and needed. */
  @IsOptional() @Note() note?: string;
}

/**
 * The command that a review is.
 * @throws Refusal `invalid`/`invalid-body` for what its decision does not take; `invalid`/`reject-is-joint`
 */
export function reviewOf(recordId: string, { decision, ...all }: ReviewBody, context: CommandContext): RecordWork {
  const body = given(all);
  switch (decision) {
    case 'approve':
      return new SignOffLine(recordId, readBody(SignOffLineBody, body), context);
    case 'return':
      return new ReturnLine(recordId, readBody(ReturnLineBody, body), context);
    case 'reject': {
      const { line, level: _level, note: reason, ...rest } = body;
      if (line !== 'joint') throw new Refusal('invalid', 'reject-is-joint', { errors: [{ pointer: '/line', code: 'reject-is-joint' }] });
      return new RejectRecord(recordId, readBody(RejectRecordBody, { ...rest, reason }), context);
    }
  }
}

/** An instance has every member of its class; what was not sent is no member. */
function given<Body extends object>(body: Body): Body {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as Body;
}
