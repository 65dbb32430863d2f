import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { incompatibilities, jsonSchemas, type JsonSchema } from './json-schemas.js';

/** What consumers hold on to: one file for every version of every integration event. A file stays when its version is no longer told. */
const FILES = resolve(import.meta.dirname, 'schemas');
const fileOf = (name: string) => join(FILES, `${name}.json`);
const committed = (name: string) => JSON.parse(readFileSync(fileOf(name), 'utf8')) as JsonSchema;

// `COUNTERSIGN_WRITE_SCHEMAS=1` writes what is new and what is compatible, for whoever has added an event or a member.
if (process.env.COUNTERSIGN_WRITE_SCHEMAS !== undefined) {
  for (const [name, schema] of Object.entries(jsonSchemas())) {
    if (existsSync(fileOf(name)) && incompatibilities(committed(name), schema).length > 0) continue;
    writeFileSync(fileOf(name), `${JSON.stringify(schema, null, 2)}\n`);
  }
}

describe('the schemas of integration events', () => {
  it.each(Object.entries(jsonSchemas()))('%s still keeps what the committed schema promises', (name, schema) => {
    expect(incompatibilities(committed(name), schema)).toEqual([]);
  });

  it('are committed as they stand', () => {
    const standing = jsonSchemas();
    for (const [name, schema] of Object.entries(standing)) expect(committed(name)).toEqual(schema);
    const known = new Set(readdirSync(FILES).map((file) => file.replace(/\.json$/, '')));
    expect(Object.keys(standing).filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('incompatibilities', () => {
  const object = (properties: Readonly<Record<string, JsonSchema>>, required: readonly string[] = []): JsonSchema => ({
    type: 'object',
    properties,
    required,
  });
  const before = object({ a: { type: 'string' }, b: object({ c: { type: 'integer' } }, ['c']) }, ['a']);

  it('lets new members come', () => {
    const now = object({ a: { type: 'string' }, b: object({ c: { type: 'integer' }, d: { type: 'string' } }, ['c', 'd']) }, ['a', 'b']);
    expect(incompatibilities(before, now)).toEqual([]);
  });

  it('lets descriptions change', () => {
    const explained = object({ a: { type: 'string', description: 'x' }, b: object({ c: { type: 'integer' } }, ['c']) }, ['a']);
    expect(incompatibilities(before, explained)).toEqual([]);
  });

  it.each<[string, JsonSchema, string]>([
    ['removed', object({ b: object({ c: { type: 'integer' } }, ['c']) }), '/a: gone'],
    ['retyped', object({ a: { type: 'number' }, b: object({ c: { type: 'integer' } }, ['c']) }, ['a']), '/a: changed'],
    ['made optional', object({ a: { type: 'string' }, b: object({ c: { type: 'integer' } }, ['c']) }), '/a: no longer always there'],
    ['retyped inside', object({ a: { type: 'string' }, b: object({ c: { type: 'string' } }, ['c']) }, ['a']), '/b/c: changed'],
    ['no object any more', object({ a: { type: 'string' }, b: { type: 'string' } }, ['a']), '/b: changed'],
  ])('names a member that was %s', (_how, now, expected) => {
    expect(incompatibilities(before, now)).toContain(expected);
  });
});
