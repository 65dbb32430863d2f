import { z } from 'zod';
import { INTEGRATION_NAMES, integrationEvents, schemaUri, versionedName, type IntegrationName } from './integration-events.js';

/** A JSON Schema, draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The JSON Schema of an integration event's data. What it does not name may be there: consumers let new members pass. */
export function jsonSchemaOf(name: IntegrationName): JsonSchema {
  const { $schema: dialect, ...schema } = z.toJSONSchema(integrationEvents[name].schema, { io: 'input' });
  return { $schema: dialect, $id: schemaUri(name), title: versionedName(name), ...schema };
}

/** All schemas by versioned name (`record-approved.v1`). */
export function jsonSchemas(): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(INTEGRATION_NAMES.map((name) => [versionedName(name), jsonSchemaOf(name)]));
}

/**
 * What a schema no longer promises that an earlier one of the same version did, as JSON pointers; empty if nothing. A member that is there
 * stays what it is, and one that is always there stays always there; new members may come.
 */
export function incompatibilities(before: JsonSchema, now: JsonSchema, pointer = ''): readonly string[] {
  const members = objectAt(before, 'properties');
  const standing = objectAt(now, 'properties');
  const lost = requiredOf(before)
    .filter((name) => !requiredOf(now).includes(name))
    .map((name) => `${pointer}/${name}: no longer always there`);
  const changed = Object.entries(members).flatMap(([name, schema]) => {
    const at = `${pointer}/${name}`;
    const other = standing[name];
    if (other === undefined) return [`${at}: gone`];
    if (schema.type === 'object' && other.type === 'object') return incompatibilities(schema, other, at);
    return promised(schema) === promised(other) ? [] : [`${at}: changed`];
  });
  return [...lost, ...changed, ...(rest(before) === rest(now) ? [] : [`${pointer || '/'}: changed`])];
}

function objectAt(schema: JsonSchema, key: string): Readonly<Record<string, JsonSchema>> {
  return (schema[key] ?? {}) as Readonly<Record<string, JsonSchema>>;
}

function requiredOf(schema: JsonSchema): readonly string[] {
  return (schema.required ?? []) as readonly string[];
}

/** A description explains and promises nothing. */
function promised(schema: JsonSchema): string {
  return JSON.stringify(schema, (key, value: unknown) => (key === 'description' && typeof value === 'string' ? undefined : value));
}

/** Everything of an object's schema but its members. */
function rest({ properties: _members, required: _required, ...others }: JsonSchema): string {
  return promised(others);
}
