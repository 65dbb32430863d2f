import type { JsonSchema } from './schema-of-class.js';

/** What a parameter means, and a value that it may have. */
export interface ParameterText {
  readonly description: string;
  readonly example: string | number | boolean;
}

const DESCRIBED = 'countersign:described';

/** Says what a member of a query means, with an example: every parameter of the OpenAPI document has both. */
export function Described(description: string, example: ParameterText['example']): PropertyDecorator {
  return Reflect.metadata(DESCRIBED, { description, example } satisfies ParameterText);
}

/** What {@link Described} says of a member of a class or of one that it extends; undefined if nobody has said it, which a spec finds. */
export function textOfMember(type: new () => object, name: string): ParameterText | undefined {
  return Reflect.getMetadata(DESCRIBED, type.prototype as object, name) as ParameterText | undefined;
}

/** A parameter of the document. */
export function parameter(
  place: 'path' | 'query' | 'header',
  name: string,
  { schema, required = place === 'path', ...text }: Partial<ParameterText> & { readonly schema: JsonSchema; readonly required?: boolean },
): JsonSchema {
  return { name, in: place, required, ...text, schema };
}
