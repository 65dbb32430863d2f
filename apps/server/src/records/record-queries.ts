import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { Line, Lines } from '#kernel';
import { AsOfPageQuery, Flag, FROM, LONGEST_MOMENT, ReadQuery, TO } from '../http/queries.js';
import { Described } from '../openapi/described.js';
import { CYCLE, SCHOOL, TOWNSHIP, VILLAGE } from '../openapi/examples.js';

/** Filters of the list of records: those of the command line's `students`. */
export class StudentsQuery extends AsOfPageQuery {
  @IsOptional() @Line(20) @Described('code of a village', VILLAGE) village?: string;
  @IsOptional() @Line(20) @Described('code of a township', TOWNSHIP) township?: string;
  @IsOptional() @Line(20) @Described('code of a school', SCHOOL) school?: string;
  @IsOptional() @Line(30) @Described('category that they have: a code such as `registered`', 'registered') category?: string;
  @IsOptional() @Line(30) @Described('stage of school: a code such as `primary`', 'primary') stage?: string;
  @IsOptional() @Line(30) @Described('status of the record: a code such as `in-review`', 'in-review') status?: string;
  @IsOptional() @Line(9) @Described('school year; absent: the newest that has records', CYCLE) cycle?: string;
  /** Of compulsory-education age. */
  @IsOptional() @Flag() @Described('only those of compulsory-education age', true) compulsory?: boolean;
  /** Nobody can say yet to which village or school they belong. */
  @IsOptional()
  @Flag()
  @Described('only those of whom nobody can say yet to which village or school they belong', false)
  unassigned?: boolean;
  /** With closed records. */
  @IsOptional() @Flag() @Described('with closed records', false) closed?: boolean;
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
  @Line(LONGEST_MOMENT) @Described(...FROM) from: string;
  @IsOptional() @Line(LONGEST_MOMENT) @Described(...TO) to?: string;
}
