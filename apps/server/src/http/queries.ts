import { Transform } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, Max, Min } from 'class-validator';
import type { ClassConstructor } from 'class-transformer';
import { Line, wholeNumber } from '#kernel';
import { readBody } from '#records';

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

/** What every question may say. */
export class ReadQuery {
  /** Waits, up to five seconds, until what was answered as `position` is in the answer; without it the answer may be a little behind. */
  @IsOptional() @Line(LONGEST_MOMENT) minPosition?: string;
}

/** A question that may be asked of the past: a time (what begins with four digits and `-`) or a position. */
export class AsOfQuery extends ReadQuery {
  @IsOptional() @Line(LONGEST_MOMENT) asOf?: string;
}

/** A question whose answer comes in pages. */
export class PageQuery extends ReadQuery {
  @IsOptional() @Count(1, 1000) limit?: number;
  /** `nextCursor` of the page before. */
  @IsOptional() @Line(500) cursor?: string;
}

/** A question that is answered in pages, as of any moment. */
export class AsOfPageQuery extends PageQuery {
  @IsOptional() @Line(LONGEST_MOMENT) asOf?: string;
}

/**
 * Reads a query by the rules of its class.
 * @throws Refusal `invalid`/`invalid-body` with one error for each wrong parameter
 */
export function readQuery<Query extends ReadQuery>(type: ClassConstructor<Query>, query: unknown): Query {
  return readBody(type, { ...(query as object) });
}
