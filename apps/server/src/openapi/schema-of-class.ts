import { getMetadataStorage } from 'class-validator';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { DATA, DATA_BOUNDS } from '#kernel';
import type { TypeMetadata } from 'class-transformer';

/** A JSON Schema (2020-12). */
export type JsonSchema = Readonly<Record<string, unknown>>;

type Class = new () => object;

/** One rule of class-validator as it is kept. */
interface Rule {
  readonly propertyName: string;
  readonly type: string;
  readonly name?: string;
  readonly each: boolean;
  readonly constraints?: readonly unknown[];
}

/** What each rule means as JSON Schema. A rule that is not here only narrows what the schema lets through. */
const RULES: Readonly<Record<string, (constraints: readonly unknown[]) => JsonSchema>> = {
  isString: () => ({ type: 'string' }),
  isBoolean: () => ({ type: 'boolean' }),
  isInt: () => ({ type: 'integer' }),
  isObject: () => ({ type: 'object', additionalProperties: true }),
  isArray: () => ({ type: 'array' }),
  isNotEmpty: () => ({ minLength: 1 }),
  arrayNotEmpty: () => ({ minItems: 1 }),
  arrayMaxSize: ([max]) => ({ maxItems: max }),
  maxLength: ([max]) => ({ maxLength: max }),
  isVisible: () => ({ minLength: 1 }),
  isDay: () => ({ type: 'string', format: 'date', pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
  maxMembers: ([max]) => ({ maxProperties: max }),
  // Whatever type it has, as each keyword is of one type only.
  [DATA]: () => DATA_BOUNDS,
  min: ([min]) => ({ minimum: min }),
  max: ([max]) => ({ maximum: max }),
  matches: ([pattern]) => ({ type: 'string', pattern: (pattern as RegExp).source }),
  isIn: ([values]) => ({ enum: values }),
  isIso8601: () => ({ type: 'string', examples: ['2020-09-01T08:00:00+08:00'] }),
};

/** The JSON Schema of a body or query, made of the rules of its class: they stand in one place only. */
export function schemaOfClass(type: Class, without: readonly string[] = []): JsonSchema {
  const rules = rulesOf(type).filter(({ propertyName }) => !without.includes(propertyName));
  const names = [...new Set(rules.map(({ propertyName }) => propertyName))];
  const of = (name: string) => rules.filter(({ propertyName }) => propertyName === name);
  const required = names.filter((name) => !of(name).some(({ type: kind }) => kind === 'conditionalValidation'));
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, propertyOf(type, name, of(name))])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

function propertyOf(type: Class, name: string, rules: readonly Rule[]): JsonSchema {
  const schemaBy = (wanted: readonly Rule[]): JsonSchema =>
    Object.assign({}, ...wanted.map((rule) => RULES[rule.name ?? '']?.(rule.constraints ?? []) ?? {}));
  const own = schemaBy(rules.filter(({ each }) => !each));
  const nested = rules.some(({ type: kind }) => kind === 'nestedValidation') ? nestedType(type, name) : undefined;
  const each = rules.filter((rule) => rule.each && rule.type !== 'nestedValidation');
  if (nested !== undefined) return { ...own, type: 'array', items: schemaOfClass(nested) };
  return each.length > 0 ? { ...own, type: 'array', items: schemaBy(each) } : own;
}

/** Every rule of a class and of those that it extends. */
function rulesOf(type: Class): readonly Rule[] {
  return getMetadataStorage().getTargetValidationMetadatas(type, '', true, false) as unknown as readonly Rule[];
}

function nestedType(type: Class, name: string): Class | undefined {
  const metadata = defaultMetadataStorage.findTypeMetadata(type, name) as TypeMetadata | undefined;
  return metadata?.typeFunction() as Class | undefined;
}
