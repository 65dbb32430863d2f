import { ArrayMaxSize, IsArray, Matches, ValidateBy, type ValidationOptions } from 'class-validator';
import { isDay } from './days.js';
import type { FieldError } from './refusal.js';
import { hasReadable } from './text/normalise.js';

/** What stands in the context of a rule of a body: the code of what it says, and what fills its text. */
export type BodyRuleContext = Omit<FieldError, 'pointer'>;

/** Characters of a note, a reason or a comment at most. */
export const LONGEST_NOTE = 2_000;
/** Characters of an id at most. */
export const LONGEST_ID = 100;
/** Characters of a code at most. */
export const LONGEST_CODE = 50;

/** Bounds of a value whose shape the record type knows: no field of any record needs more. */
export const DATA_BOUNDS = { maxLength: 1_000, maxItems: 100, maxProperties: 100 } as const;
const DATA_LEVELS = 8;

/** The name of the rule of {@link Data}: where it stands alone, `null` is a value like any other. */
export const DATA = 'isData';

/** Signs that turn the direction of what stands around them, and tags: what is shown would be something else than what is written. */
const DISGUISES = /[\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u;
const LINE_BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]/u;

/** A text on one line of at most `max` characters, which may be empty. */
export function Line(max: number): PropertyDecorator {
  return together(isText(), atMost(max), oneLine());
}

/** A text of at most `max` characters, of any number of lines. */
export function Lines(max: number): PropertyDecorator {
  return together(isText(), atMost(max));
}

/**
 * What somebody says in their own words, a reason first of all: something to read is in it, and nothing that disguises the rest. It is kept as
 * it was written.
 */
export function Note(max: number = LONGEST_NOTE): PropertyDecorator {
  return together(isText(), atMost(max), visible(), undisguised());
}

/** As {@link Note}, on one line. */
export function Words(max: number): PropertyDecorator {
  return together(Note(max), oneLine());
}

/** At most `items` texts, each as {@link Words} of at most `max` characters. */
export function ListOfWords(items: number, max: number): PropertyDecorator {
  const each = { each: true };
  return together(
    IsArray(),
    ArrayMaxSize(items, coded({ code: 'too-many', params: { max: items } })),
    isText(each),
    atMost(max, each),
    visible(each),
    undisguised(each),
    oneLine(each),
  );
}

/** A day that there is, YYYY-MM-DD. */
export function Day(): PropertyDecorator {
  return textRule('isDay', { code: 'wrong-day' }, isDay);
}

/**
 * A text that is written in one way.
 * @param what the catalogues say under `wrong-value:<what>` how that is
 */
export function Written(pattern: RegExp, what: string): PropertyDecorator {
  return Matches(pattern, { message: 'wrong-value', context: { code: 'wrong-value', params: { rule: what } } satisfies BodyRuleContext });
}

/** A month, YYYY-MM. */
export function Month(): PropertyDecorator {
  return Written(/^\d{4}-(0[1-9]|1[0-2])$/, 'month');
}

/** A SHA-256 as records give it. */
export function Digest(): PropertyDecorator {
  return Written(/^[0-9a-f]{64}$/, 'digest');
}

/** An object of at most `max` members, each of which is looked at by whoever reads it. */
export function Members(max: number): PropertyDecorator {
  const test = (value: unknown) => typeof value === 'object' && value !== null && Object.keys(value).length <= max;
  return rule('maxMembers', { code: 'too-many', params: { max } }, test, undefined, [max]);
}

/** A value of a record, or values by name: any JSON within {@link DATA_BOUNDS}. */
export function Data(): PropertyDecorator {
  return rule(DATA, { code: 'too-much' }, (value) => isBounded(value, DATA_LEVELS));
}

function isText(options?: ValidationOptions): PropertyDecorator {
  return textRule('isString', { code: 'wrong-value' }, () => true, options);
}

/** As JSON Schema counts: in code points. */
function atMost(max: number, options?: ValidationOptions): PropertyDecorator {
  return textRule('maxLength', { code: 'too-long', params: { max } }, (text) => isWithin(text, max), options, [max]);
}

function visible(options?: ValidationOptions): PropertyDecorator {
  return textRule('isVisible', { code: 'nothing-visible' }, hasReadable, options);
}

function undisguised(options?: ValidationOptions): PropertyDecorator {
  return textRule('isUndisguised', { code: 'disguised-text' }, (text) => !DISGUISES.test(text), options);
}

function oneLine(options?: ValidationOptions): PropertyDecorator {
  return textRule('isLine', { code: 'line-break' }, (text) => !LINE_BREAKS.test(text), options);
}

function isWithin(text: string, max: number): boolean {
  return text.length <= max || (text.length <= 2 * max && [...text].length <= max);
}

function isBounded(value: unknown, levels: number): boolean {
  if (typeof value === 'string') return isWithin(value, DATA_BOUNDS.maxLength);
  if (typeof value !== 'object' || value === null) return true;
  const members = Object.values(value);
  const within = members.length <= (Array.isArray(value) ? DATA_BOUNDS.maxItems : DATA_BOUNDS.maxProperties);
  return levels > 0 && within && members.every((member) => isBounded(member, levels - 1));
}

/** A rule of a text; of nothing else it holds. */
function textRule(
  name: string,
  context: BodyRuleContext,
  test: (text: string) => boolean,
  options?: ValidationOptions,
  constraints?: readonly number[],
): PropertyDecorator {
  return rule(name, context, (value) => typeof value === 'string' && test(value), options, constraints);
}

function rule(
  name: string,
  context: BodyRuleContext,
  validate: (value: unknown) => boolean,
  options: ValidationOptions = {},
  constraints: readonly number[] = [],
): PropertyDecorator {
  // class-validator hands a rule's context on only beside a message.
  const validator = { validate, defaultMessage: () => context.code };
  return ValidateBy({ name, constraints: [...constraints], validator }, { ...options, ...coded(context) });
}

function coded(context: BodyRuleContext): ValidationOptions {
  return { context };
}

function together(...rules: readonly PropertyDecorator[]): PropertyDecorator {
  return (target, property) => rules.forEach((one) => one(target, property));
}
