import { IsIn, IsOptional } from 'class-validator';
import { Line } from '#kernel';
import { DEED_KINDS, ERROR_STATUSES } from '#responsibility';
import { FORMATS } from '../exports/file-answer.js';
import { AsOfPageQuery, AsOfQuery, Flag, FROM, LONGEST_MOMENT, TO } from '../http/queries.js';
import { Described } from '../openapi/described.js';
import { MONTH, VILLAGE } from '../openapi/examples.js';

export class BlameQuery extends AsOfQuery {
  /** Only this field. */
  @IsOptional() @Line(50) @Described('only this field', 'guardianPhone') field?: string;
}

/** A ledger of a period, as it was known at a moment. A date alone is its end. */
export class LedgerQuery extends AsOfQuery {
  /** Only what came behind this time or position. */
  @IsOptional() @Line(LONGEST_MOMENT) @Described(...FROM) from?: string;
  /** Only what came up to this time or position. */
  @IsOptional() @Line(LONGEST_MOMENT) @Described(...TO) to?: string;
}

/** The events behind a ledger, or behind one of its numbers. */
export class DeedsQuery extends AsOfPageQuery {
  @IsOptional() @Line(LONGEST_MOMENT) @Described(...FROM) from?: string;
  @IsOptional() @Line(LONGEST_MOMENT) @Described(...TO) to?: string;
  @IsOptional() @IsIn(DEED_KINDS) @Described('only the events behind this number', 'passed') kind?: string;
  /** Only sign-offs in bulk. */
  @IsOptional() @Flag() @Described('only sign-offs in bulk', true) bulk?: boolean;
  /** Only sign-offs whose signer had opened nothing. */
  @IsOptional() @Flag() @Described('only sign-offs whose signer had opened nothing', true) unopened?: boolean;
}

/** Which errors are asked for. */
export class ErrorsQuery extends AsOfPageQuery {
  @IsOptional() @IsIn(ERROR_STATUSES) @Described('how it stands; absent: however', 'reported') status?: string;
  /** A unit, or a department by its key, such as `department:education`. */
  @IsOptional()
  @Line(50)
  @Described('in records of this unit or one under it, or answered for by one of them', VILLAGE)
  unit?: string;
  /** In which they were confirmed, such as 2020-09. */
  @IsOptional() @Line(7) @Described('confirmed in this month of Asia/Shanghai', MONTH) month?: string;
  /** Only what waits for the acting person. */
  @IsOptional() @Flag() @Described('only what waits for the acting person', true) mine?: boolean;
}

export class AssessmentQuery extends AsOfQuery {
  /** Works a published month out anew and says whether it agrees. */
  @IsOptional() @Flag() @Described('works a published month out anew and says whether it agrees', true) check?: boolean;
}

export class AssessmentFileQuery extends AsOfQuery {
  @IsIn(FORMATS) @Described('what the file is', 'csv') format: string;
}
