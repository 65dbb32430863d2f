import { getMetadataStorage, ValidationTypes, type MetadataStorage } from 'class-validator';

type Rule = ReturnType<MetadataStorage['getTargetValidationMetadatas']>[number];
type Test = (object: object, value: unknown) => boolean;

interface Property {
  readonly name: string;
  readonly applies: readonly Test[];
  readonly rules: readonly Test[];
}

/**
 * Says whether every class-validator rule of a class holds of an object, without gathering what is wrong: that is asked of class-validator
 * itself, where something is. The rules are looked up once, not for each object: most objects are good, and looking up costs more than all
 * rules together.
 * @param nested properties whose values have classes of their own: those are looked at by the caller
 * @throws Error for a kind of rule that is not checked here (nested, asynchronous, conditional for one rule)
 */
export function quickCheck(type: new () => object, nested: readonly string[] = []): (object: object) => boolean {
  const storage = getMetadataStorage();
  const byProperty = storage.groupByPropertyName(storage.getTargetValidationMetadatas(type, '', false, false));
  const properties = Object.entries(byProperty).map(([name, rules]) =>
    propertyOf(name, nested.includes(name) ? rules.filter((rule) => rule.type !== ValidationTypes.NESTED_VALIDATION) : rules),
  );
  return (object) =>
    properties.every(({ name, applies, rules }) => {
      const value = (object as Record<string, unknown>)[name];
      return !applies.every((test) => test(object, value)) || rules.every((test) => test(object, value));
    });
}

function propertyOf(name: string, all: readonly Rule[]): Property {
  const conditions = all.filter(({ type }) => type === ValidationTypes.CONDITIONAL_VALIDATION);
  const rules = all.filter(({ type, validateIf }) => type === ValidationTypes.CUSTOM_VALIDATION && validateIf === undefined);
  if (conditions.length + rules.length < all.length) throw new Error(`${name} has a kind of rule that cannot be checked quickly`);
  return { name, applies: conditions.map(({ constraints: [condition] }) => condition as Test), rules: rules.flatMap(testsOf) };
}

/** A rule of each item of a list holds of what is no list as of one item: then another rule says that it must be a list. */
function testsOf({ constraintCls, propertyName: property, constraints, each }: Rule): readonly Test[] {
  return getMetadataStorage()
    .getTargetValidatorConstraints(constraintCls)
    .map(({ instance }) => {
      const holds = (object: object, value: unknown, item: unknown) =>
        instance.validate(item, { targetName: object.constructor.name, property, object, value, constraints }) === true;
      return (object, value) =>
        each && Array.isArray(value) ? value.every((item) => holds(object, value, item)) : holds(object, value, value);
    });
}
