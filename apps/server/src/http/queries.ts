import { Transform } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, Max, Min } from 'class-validator';
import type { ClassConstructor } from 'class-transformer';
import { Line, wholeNumber } from '#kernel';
import { readBody } from '#records';
import { Described } from '../openapi/described.js';
import { CURSOR, POSITION } from '../openapi/examples.js';

/** A flag in an address: `true` or `false`. */
export function Flag(): PropertyDecorator {
  const read = Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value));
  const check = IsBoolean();
  return (target, property) => {
    read(target, property);
    check(target, property);
  };
}

/** A whole number in an address, in decimal digits. */
export function Count(least: number, most: number): PropertyDecorator {
  const read = Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? (wholeNumber(value) ?? value) : value));
  const rules = [read, IsInt(), Min(least), Max(most)];
  return (target, property) => rules.forEach((rule) => rule(target, property));
}

/** Characters of a moment at most: positions of some stores are two numbers of twenty digits each. */
export const LONGEST_MOMENT = 50;

const AS_OF = [
  'as it was at a time (`2020-09-30`, or with a time of day and zone) or at a position of the log; absent: now',
  '2020-09-30',
] as const;

/** The two ends of a period. */
export const FROM = ['a time or a position, exclusive: what came behind it', '2020-09-01'] as const;
export const TO = ['a time or a position, inclusive; absent: now', '2020-09-30'] as const;

/** What every question may say. */
export class ReadQuery {
  /** Waits, up to five seconds, until what was answered as `position` is in the answer; without it the answer may be a little behind. */
  @IsOptional()
  @Line(LONGEST_MOMENT)
  @Described('waits, up to five seconds, until what was answered as this `position` is in the answer', POSITION)
  minPosition?: string;
}

/** A question that may be asked of the past: a time (what begins with four digits and `-`) or a position. */
export class AsOfQuery extends ReadQuery {
  @IsOptional() @Line(LONGEST_MOMENT) @Described(...AS_OF) asOf?: string;
}

/** A question whose answer comes in pages. */
export class PageQuery extends ReadQuery {
  @IsOptional() @Count(1, 1000) @Described('how many a page holds at most', 50) limit?: number;
  /** `nextCursor` of the page before. */
  @IsOptional() @Line(500) @Described('`nextCursor` of the page before; absent: the first page', CURSOR) cursor?: string;
}

/** A question that is answered in pages, as of any moment. */
export class AsOfPageQuery extends PageQuery {
  @IsOptional() @Line(LONGEST_MOMENT) @Described(...AS_OF) asOf?: string;
}

/**
 * Reads a query by the rules of its class.
 * @throws Refusal `invalid`/`invalid-body` with one error for each wrong parameter
 */
export function readQuery<Query extends ReadQuery>(type: ClassConstructor<Query>, query: unknown): Query {
  return readBody(type, { ...(query as object) });
}
