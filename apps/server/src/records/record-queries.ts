import { IsOptional, IsString, MaxLength } from 'class-validator';
import { AsOfPageQuery, Flag, ReadQuery } from '../http/queries.js';

/** Filters of the list of records: those of the command line's `students`. */
export class StudentsQuery extends AsOfPageQuery {
  @IsOptional() @IsString() @MaxLength(20) village?: string;
  @IsOptional() @IsString() @MaxLength(20) township?: string;
  @IsOptional() @IsString() @MaxLength(20) school?: string;
  @IsOptional() @IsString() @MaxLength(30) category?: string;
  @IsOptional() @IsString() @MaxLength(30) stage?: string;
  @IsOptional() @IsString() @MaxLength(30) status?: string;
  @IsOptional() @IsString() @MaxLength(9) cycle?: string;
  /** Of compulsory-education age. */
  @IsOptional() @Flag() compulsory?: boolean;
  /** Nobody can say yet to which village or school they belong. */
  @IsOptional() @Flag() unassigned?: boolean;
  /** With closed records. */
  @IsOptional() @Flag() closed?: boolean;
}

/** Two moments, each a time or a position; without `to`: until now. */
export class ChangesQuery extends ReadQuery {
  @IsString() @MaxLength(40) from: string;
  @IsOptional() @IsString() @MaxLength(40) to?: string;
}
