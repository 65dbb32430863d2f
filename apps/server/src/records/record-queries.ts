import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { Line, Lines } from '#kernel';
import { AsOfPageQuery, Flag, LONGEST_MOMENT, ReadQuery } from '../http/queries.js';

/** Filters of the list of records: those of the command line's `students`. */
export class StudentsQuery extends AsOfPageQuery {
  @IsOptional() @Line(20) village?: string;
  @IsOptional() @Line(20) township?: string;
  @IsOptional() @Line(20) school?: string;
  @IsOptional() @Line(30) category?: string;
  @IsOptional() @Line(30) stage?: string;
  @IsOptional() @Line(30) status?: string;
  @IsOptional() @Line(9) cycle?: string;
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
  @Lines(100) search: string;
  @IsOptional() @Line(20) village?: string;
  @IsOptional() @Line(20) township?: string;
  @IsOptional() @Line(20) school?: string;
  @IsOptional() @Line(30) category?: string;
  @IsOptional() @Line(30) stage?: string;
  @IsOptional() @Line(30) status?: string;
  @IsOptional() @Line(9) cycle?: string;
  @IsOptional() @IsInt() @Min(1) @Max(1000) limit?: number;
  @IsOptional() @Line(500) cursor?: string;
}

/** Two moments, each a time or a position; without `to`: until now. */
export class ChangesQuery extends ReadQuery {
  @Line(LONGEST_MOMENT) from: string;
  @IsOptional() @Line(LONGEST_MOMENT) to?: string;
}
