import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { Refusal, type FieldError } from '#kernel';

function fieldErrors(errors: readonly ValidationError[], prefix = ''): FieldError[] {
  return errors.flatMap((error) => {
    const pointer = `${prefix}/${error.property}`;
    const own = Object.keys(error.constraints ?? {}).map((rule) => ({
      pointer,
      code: rule === 'whitelistValidation' ? 'unknown-field' : 'wrong-value',
      params: { rule },
    }));
    return [...own, ...fieldErrors(error.children ?? [], pointer)];
  });
}

/**
 * Reads a command's body by the rules of its class (class-validator). Nothing that the class does not name gets through.
 * @throws Refusal `invalid`/`invalid-body` with one error for each wrong field.
 */
export function readBody<Body extends object>(type: ClassConstructor<Body>, input: unknown): Body {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw new Refusal('invalid', 'invalid-body');
  const body = plainToInstance(type, input);
  const errors = validateSync(body, { whitelist: true, forbidNonWhitelisted: true });
  if (errors.length > 0) throw new Refusal('invalid', 'invalid-body', { errors: fieldErrors(errors) });
  return body;
}
