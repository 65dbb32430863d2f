import { TransformationType, type ClassConstructor } from 'class-transformer';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage, ValidationTypes } from 'class-validator';
import { DATA, quickCheck } from '#kernel';

type Rule = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];
type Plain = Readonly<Record<string, unknown>>;
/** The instance that a body is read as, if all rules of its class hold of it; undefined if one does not, or was not looked at. */
type Compiled<Body> = (input: Plain) => Body | undefined;

const compiled = new WeakMap<ClassConstructor<object>, Compiled<object>>();

/**
 * The rules of a class made into one function, once (architecture.md, "Figures to beat"): class-validator looks every rule up for every
 * body, which costs more than the command. The rules stay those of the decorators, and run as they are; what is wrong with a body that does
 * not pass is asked of class-validator itself.
 */
export function compiledBody<Body extends object>(type: ClassConstructor<Body>): Compiled<Body> {
  const known = compiled.get(type);
  if (known !== undefined) return known as Compiled<Body>;
  const made = compile(type);
  compiled.set(type, made);
  return made;
}

function compile<Body extends object>(type: ClassConstructor<Body>): Compiled<Body> {
  const rules = getMetadataStorage().getTargetValidationMetadatas(type, '', true, false);
  const names = new Set(rules.map(({ propertyName }) => propertyName));
  // A value that is another one than was sent is not proven by looking at what was sent.
  if ([...names].some((name) => isTransformed(type, name))) return () => undefined;
  const nested = new Map(
    rules
      .filter(({ type: kind }) => kind === ValidationTypes.NESTED_VALIDATION)
      .map(({ propertyName }) => [propertyName, compile(nestedType(type, propertyName))]),
  );
  const ruled = new Set(rules.filter(takesNoNull).map(({ propertyName }) => propertyName));
  const isGood = quickCheck(type, [...nested.keys()]);
  return (input) => {
    const body = new type() as Record<string, unknown>;
    for (const [name, value] of Object.entries(input)) {
      if (!names.has(name) || (value === null && ruled.has(name))) return undefined;
      const itemOf = nested.get(name);
      body[name] = itemOf === undefined || value === undefined ? value : itemsOf(value, itemOf);
      if (itemOf !== undefined && value !== undefined && body[name] === undefined) return undefined;
    }
    return isGood(body) ? (body as Body) : undefined;
  };
}

/** What is left out is left out: `null` is a value, and stands only where any value may. */
export function takesNoNull({ type, name }: Rule): boolean {
  return type !== ValidationTypes.CONDITIONAL_VALIDATION && name !== DATA;
}

/** Each item of a list by the rules of its class. */
function itemsOf(value: unknown, itemOf: Compiled<object>): readonly object[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items: object[] = [];
  for (const item of value as readonly unknown[]) {
    const read = typeof item === 'object' && item !== null && !Array.isArray(item) ? itemOf(item as Plain) : undefined;
    if (read === undefined) return undefined;
    items.push(read);
  }
  return items;
}

function isTransformed(type: ClassConstructor<object>, name: string): boolean {
  const named = defaultMetadataStorage.findTypeMetadata(type, name)?.typeFunction() as ClassConstructor<object> | undefined;
  const isClass = named !== undefined && getMetadataStorage().getTargetValidationMetadatas(named, '', true, false).length > 0;
  return (
    (named !== undefined && !isClass) ||
    defaultMetadataStorage.findTransformMetadatas(type, name, TransformationType.PLAIN_TO_CLASS).length > 0
  );
}

function nestedType(type: ClassConstructor<object>, name: string): ClassConstructor<object> {
  const named = defaultMetadataStorage.findTypeMetadata(type, name)?.typeFunction() as ClassConstructor<object> | undefined;
  if (named === undefined) throw new Error(`${type.name}.${name} is nested and has no @Type`);
  return named;
}
