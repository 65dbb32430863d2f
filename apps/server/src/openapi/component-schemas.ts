import { z } from 'zod';
import { components } from './answers.js';
import type { JsonSchema } from './schema-of-class.js';

export const refOf = (id: string) => `#/components/schemas/${id}`;

/** Named shapes; without the keywords that only a document of its own needs. */
export function componentSchemas(): Readonly<Record<string, JsonSchema>> {
  const { schemas } = z.toJSONSchema(components, {
    uri: refOf,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => sayWhole(jsonSchema),
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => {
      const { $schema: _dialect, $id: _id, ...rest } = schema;
      return [name, rest];
    }),
  );
}

/** Says in words that every reader of schemas knows how many entries a tuple has, and which members a record of codes has. */
function sayWhole(schema: z.core.JSONSchema.BaseSchema): void {
  const { prefixItems, propertyNames, additionalProperties } = schema;
  if (prefixItems !== undefined)
    Object.assign(schema, { minItems: prefixItems.length, maxItems: prefixItems.length, items: entryOf(prefixItems) });
  const names = typeof propertyNames === 'object' ? propertyNames.enum : undefined;
  if (names === undefined || additionalProperties === undefined) return;
  schema.properties = Object.fromEntries(names.map((name) => [String(name), additionalProperties]));
  schema.additionalProperties = false;
  delete schema.propertyNames;
}

/** What each entry of a tuple is, whichever. */
function entryOf(entries: readonly z.core.JSONSchema._JSONSchema[]): z.core.JSONSchema._JSONSchema {
  const different = [...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values()];
  return different.length === 1 ? (different[0] ?? {}) : { anyOf: different as z.core.JSONSchema.BaseSchema[] };
}
