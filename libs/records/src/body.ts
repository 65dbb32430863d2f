import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import { areTypeable, Refusal, untypeable, type BodyRuleContext, type FieldError } from '#kernel';
import { compiledBody, takesNoNull } from './compiled-body.js';

function fieldErrors(errors: readonly ValidationError[], prefix = ''): FieldError[] {
  return errors.flatMap((error) => {
    const pointer = `${prefix}/${error.property}`;
    const own = Object.keys(error.constraints ?? {}).map((rule): FieldError => {
      const said = error.contexts?.[rule] as BodyRuleContext | undefined;
      const { code, params } = said ?? { code: rule === 'whitelistValidation' ? 'unknown-field' : 'wrong-value' };
      return { pointer, code, params: { ...wantedBy(error, rule), ...params } };
    });
    return [...own, ...fieldErrors(error.children ?? [], pointer)];
  });
}

/** What a rule asks for, for the text that says what is wrong: which values, between which bounds, which members there are. */
function wantedBy({ target, property }: ValidationError, rule: string): FieldError['params'] {
  const rules = rulesOf(target as object);
  if (rule === 'whitelistValidation') return { rule, allowed: [...new Set(rules.map(({ propertyName }) => propertyName))].join(', ') };
  const [first] = (rules.find(({ propertyName, name }) => propertyName === property && name === rule)?.constraints ?? []) as unknown[];
  if (Array.isArray(first)) return { rule, allowed: first.join(', ') };
  return { rule, ...(typeof first === 'number' && { bound: first }) };
}

function rulesOf(body: object) {
  return getMetadataStorage().getTargetValidationMetadatas(body.constructor, '', true, false);
}

/** What is left out is left out: `null` is a value, and stands only where any value may. */
function nullErrors(body: object): FieldError[] {
  const ruled = new Set(
    rulesOf(body)
      .filter(takesNoNull)
      .map(({ propertyName }) => propertyName),
  );
  const nulls = Object.entries(body).filter(([name, value]) => value === null && ruled.has(name));
  return nulls.map(([name]) => ({ pointer: `/${name}`, code: 'wrong-value' }));
}

/** Names that every object has: no field bears one, and libraries that make instances would trip over it. */
const RESERVED = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Without recursion: how deep it goes is for others to limit. */
function mustNotBeReserved(input: object): void {
  let level: readonly object[] = [input];
  while (level.length > 0) {
    if (level.some((value) => Object.keys(value).some((name) => RESERVED.has(name)))) {
      throw new Refusal('invalid', 'invalid-body', { errors: [{ pointer: '', code: 'unknown-field' }] });
    }
    level = level.flatMap((value) =>
      Object.values(value).filter((member): member is object => typeof member === 'object' && member !== null),
    );
  }
}

/**
 * Refuses texts that no command may bring: halves of characters, bytes that were no UTF-8, control characters. Everything that people send
 * passes here: bodies, questions and addresses, over HTTP and from the command line.
 * @throws Refusal `invalid`/`invalid-body` with the place of each
 */
export function mustBeTypeable(input: unknown): void {
  if (areTypeable(input)) return;
  throw new Refusal('invalid', 'invalid-body', { errors: untypeable(input).map((pointer) => ({ pointer, code: 'control-character' })) });
}

/**
 * Reads a command's body by the rules of its class (class-validator). Nothing that the class does not name gets through, and no text that
 * is not one.
 * @throws Refusal `invalid`/`invalid-body` with one error for each wrong field.
 */
export function readBody<Body extends object>(type: ClassConstructor<Body>, input: unknown): Body {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw new Refusal('invalid', 'invalid-body');
  mustNotBeReserved(input);
  mustBeTypeable(input);
  return compiledBody(type)(input as Readonly<Record<string, unknown>>) ?? readByClass(type, input);
}

/**
 * As {@link readBody}, by class-validator alone: slower, and says what is wrong.
 * @throws Refusal `invalid`/`invalid-body` with one error for each wrong field.
 */
export function readByClass<Body extends object>(type: ClassConstructor<Body>, input: object): Body {
  const body = plainToInstance(type, input);
  const found = fieldErrors(validateSync(body, { whitelist: true, forbidNonWhitelisted: true }));
  const errors = found.length > 0 ? found : nullErrors(body);
  if (errors.length > 0) throw new Refusal('invalid', 'invalid-body', { errors });
  return body;
}
