import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  type ValidationOptions,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { hasReadable, isDay, isErrorValue, isTypeable } from '#kernel';
import { idNumberProblem } from '../numbers/id-number.js';

/** What stands in a rule's context: the code of its message and what fills it. */
export interface RuleContext {
  readonly code: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

const MAX_ITEMS = 20;
/**
 * Something in it, no white space at the ends, no control characters, and nothing that stands for a lost character or an object. Characters that
 * a county has made for itself are some.
 */
const PLAIN = /^[^\s\p{Cc}\p{Cf}\p{Cn}\ufffc\ufffd]([^\p{Cc}\p{Cf}\p{Cn}\ufffc\ufffd]*[^\s\p{Cc}\p{Cf}\p{Cn}\ufffc\ufffd])?$/u;

/** A text of at most `max` characters on one line. */
export function Text(max: number): PropertyDecorator {
  const options = coded('wrong-text', { max });
  return optional(IsString(options), MaxLength(max, options), Matches(PLAIN, options), hasValue(options));
}

export function Day(): PropertyDecorator {
  return optional(holding('wrong-date', isDay));
}

/** A code of reference data; whether it holds in the cycle is checked with the context. */
export function OneOf(codes: readonly string[]): PropertyDecorator {
  return optional(IsIn(codes, coded('wrong-code', { allowed: codes.join(', ') })));
}

export function Whole(min: number, max: number): PropertyDecorator {
  const options = coded('wrong-number', { min, max });
  return optional(IsInt(options), Min(min, options), Max(max, options));
}

export function Flag(): PropertyDecorator {
  return optional(IsBoolean(coded('wrong-flag')));
}

/** Different texts; `item` says of one what is wrong with the list. */
export function List(item: PropertyDecorator): PropertyDecorator {
  const options = coded('wrong-list', { max: MAX_ITEMS });
  return optional(IsArray(options), ArrayMaxSize(MAX_ITEMS, options), ArrayUnique(options), item);
}

/** Each item is a code of reference data. */
export function EachOneOf(codes: readonly string[]): PropertyDecorator {
  return IsIn(codes, { ...coded('wrong-code', { allowed: codes.join(', ') }), each: true });
}

/** Each item is a text of at most `max` characters on one line. */
export function EachText(max: number): PropertyDecorator {
  const options = { ...coded('wrong-text', { max }), each: true };
  return together([IsString(options), MaxLength(max, options), Matches(PLAIN, options), hasValue(options)]);
}

/** What a spreadsheet shows where there is no value is none, nor is an apostrophe behind which nothing stands. */
function hasValue(options: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    { name: 'hasValue', validator: { validate: (text) => isValue(String(text)), defaultMessage: () => 'wrong-text' } },
    options,
  );
}

function isValue(text: string): boolean {
  return hasReadable(text) && isTypeable(text) && !isErrorValue(text);
}

/** An ID number of eighteen characters; the code says what is wrong with it. */
export function IdNumber(): PropertyDecorator {
  return optional(
    holding('wrong-length', (text) => idNumberProblem(text) !== 'wrong-length'),
    holding('wrong-birth-date', (text) => idNumberProblem(text) !== 'wrong-birth-date'),
    holding('wrong-check-digit', (text) => idNumberProblem(text) !== 'wrong-check-digit'),
  );
}

/** A text of which a test holds. */
export function Holding(code: string, test: (text: string) => boolean): PropertyDecorator {
  return optional(holding(code, test));
}

function holding(code: string, test: (text: string) => boolean): PropertyDecorator {
  const validator: ValidatorConstraintInterface = {
    validate: (value) => typeof value === 'string' && test(value),
    // class-validator hands a rule's context on only beside a message.
    defaultMessage: () => code,
  };
  return ValidateBy({ name: code, validator }, coded(code));
}

/** Every field may be left out, or be null to clear it. */
function optional(...rules: readonly PropertyDecorator[]): PropertyDecorator {
  return together([IsOptional(), ...rules]);
}

function together(rules: readonly PropertyDecorator[]): PropertyDecorator {
  return (target, property) => rules.forEach((rule) => rule(target, property));
}

function coded(code: string, params?: RuleContext['params']): ValidationOptions {
  const context: RuleContext = params === undefined ? { code } : { code, params };
  return { context };
}
