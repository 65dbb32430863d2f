import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { AsOfPageQuery, Flag, LONGEST_MOMENT, ReadQuery } from '../http/queries.js';

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

/** What is searched for, as a body: a name or number is personal and stands in no address. */
export class SearchBody {
  /** A name or its beginning, its pinyin or initials, or a whole ID number. */
  @IsString() @MaxLength(100) search: string;
  @IsOptional() @IsString() @MaxLength(20) village?: string;
  @IsOptional() @IsString() @MaxLength(20) township?: string;
  @IsOptional() @IsString() @MaxLength(20) school?: string;
  @IsOptional() @IsString() @MaxLength(30) category?: string;
  @IsOptional() @IsString() @MaxLength(30) stage?: string;
  @IsOptional() @IsString() @MaxLength(30) status?: string;
  @IsOptional() @IsString() @MaxLength(9) cycle?: string;
  @IsOptional() @IsInt() @Min(1) @Max(1000) limit?: number;
  @IsOptional() @IsString() @MaxLength(500) cursor?: string;
}

/** Two moments, each a time or a position; without `to`: until now. */
export class ChangesQuery extends ReadQuery {
  @IsString() @MaxLength(LONGEST_MOMENT) from: string;
  @IsOptional() @IsString() @MaxLength(LONGEST_MOMENT) to?: string;
}
