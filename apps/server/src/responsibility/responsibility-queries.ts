import { IsIn, IsOptional } from 'class-validator';
import { Line } from '#kernel';
import { DEED_KINDS, ERROR_STATUSES } from '#responsibility';
import { FORMATS } from '../exports/file-answer.js';
import { AsOfPageQuery, AsOfQuery, Flag, LONGEST_MOMENT } from '../http/queries.js';

export class BlameQuery extends AsOfQuery {
  /** Only this field. */
  @IsOptional() @Line(50) field?: string;
}

/** A ledger of a period, as it was known at a moment. A date alone is its end. */
export class LedgerQuery extends AsOfQuery {
  /** Only what came behind this time or position. */
  @IsOptional() @Line(LONGEST_MOMENT) from?: string;
  /** Only what came up to this time or position. */
  @IsOptional() @Line(LONGEST_MOMENT) to?: string;
}

/** The events behind a ledger, or behind one of its numbers. */
export class DeedsQuery extends AsOfPageQuery {
  @IsOptional() @Line(LONGEST_MOMENT) from?: string;
  @IsOptional() @Line(LONGEST_MOMENT) to?: string;
  @IsOptional() @IsIn(DEED_KINDS) kind?: string;
  /** Only sign-offs in bulk. */
  @IsOptional() @Flag() bulk?: boolean;
  /** Only sign-offs whose signer had opened nothing. */
  @IsOptional() @Flag() unopened?: boolean;
}

/** Which errors are asked for. */
export class ErrorsQuery extends AsOfPageQuery {
  @IsOptional() @IsIn(ERROR_STATUSES) status?: string;
  /** A unit, or a department by its key, such as `department:education`. */
  @IsOptional() @Line(50) unit?: string;
  /** In which they were confirmed, such as 2020-09. */
  @IsOptional() @Line(7) month?: string;
  /** Only what waits for the acting person. */
  @IsOptional() @Flag() mine?: boolean;
}

export class AssessmentQuery extends AsOfQuery {
  /** Works a published month out anew and says whether it agrees. */
  @IsOptional() @Flag() check?: boolean;
}

export class AssessmentFileQuery extends AsOfQuery {
  @IsIn(FORMATS) format: string;
}
