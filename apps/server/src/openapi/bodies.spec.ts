import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Refusal } from '#kernel';
import { compiledBody, readBody, readByClass } from '#records';
import { API_CONTROLLERS } from '../server.module.js';
import { operationsOf } from './document.js';
import { schemaOfClass, type JsonSchema } from './schema-of-class.js';

type Class = new () => object;
type Schemas = Readonly<Record<string, JsonSchema>>;

const bodies = operationsOf(API_CONTROLLERS).flatMap(({ body }) => (body === undefined ? [] : [body]));
const classes = [...new Map(bodies.map(({ type }) => [type.name, type])).entries()];

const garbage: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, '', ' ', 0, -1, 1.5, 1e9, true, 'true', '2020-09', '2020-09-09', [], {}, [null], ['a', 1], { a: 1 }),
  fc.string({ maxLength: 8 }),
  fc.integer({ min: 40, max: 2_100 }).map((length) => 'x'.repeat(length)),
  fc.integer({ min: 40, max: 600 }).map((length) => new Array<string>(length).fill('y')),
);

/** A value that is good by a schema, as far as its keywords go. */
function good(schema: JsonSchema): fc.Arbitrary<unknown> {
  const { enum: codes, type, pattern, minLength = 0, minItems = 0 } = schema as Readonly<Record<string, number & string>>;
  if (Array.isArray(codes)) return fc.constantFrom(...(codes as unknown[]));
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  if (schema['examples'] !== undefined) return fc.constantFrom(...(schema['examples'] as unknown[]));
  switch (type as string | undefined) {
    case 'string':
      return fc.string({ minLength, maxLength: 12 });
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: 0, max: 50 });
    case 'array':
      return fc.array(schema['items'] === undefined ? fc.string() : good(schema['items'] as JsonSchema), {
        minLength: minItems,
        maxLength: 4,
      });
    case 'object':
      return schema['properties'] === undefined ? fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()) : objectOf(schema, 0);
    default:
      return fc.jsonValue();
  }
}

/** Objects with what a schema names, each member good, left out, or with a share of garbage; and now and then with a stranger. */
function objectOf(schema: JsonSchema, share: number): fc.Arbitrary<unknown> {
  const members = Object.entries(schema['properties'] as Schemas).map(([name, member]): [string, fc.Arbitrary<unknown>] => [
    name,
    fc.oneof({ arbitrary: good(member), weight: 20 }, { arbitrary: garbage, weight: share }),
  ]);
  const requiredKeys = share === 0 ? ((schema['required'] ?? []) as string[]) : [];
  const known = fc.record(Object.fromEntries(members), { requiredKeys, noNullPrototype: true });
  return share === 0
    ? known
    : fc
        .tuple(known, fc.oneof({ arbitrary: fc.constant({}), weight: 6 }, fc.constant({ stranger: 1 })))
        .map(([body, more]) => ({ ...body, ...more }));
}

/** The body as it is read, or where it is wrong. */
function readingOf(read: () => object): object | readonly string[] {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.errors.map(({ pointer, code }) => `${pointer} ${code}`);
  }
}

describe('the compiled rules of a body', () => {
  it.each(classes)('%s: say what class-validator says of whatever is sent', (_name, type) => {
    const schema = schemaOfClass(type);
    let passed = 0;
    fc.assert(
      fc.property(fc.oneof(objectOf(schema, 0), objectOf(schema, 2)), (sent) => {
        const plain = JSON.parse(JSON.stringify(sent)) as object;
        // Is refused before any rule is asked.
        fc.pre(hasNoReservedName(plain));
        const slowly = readingOf(() => readByClass(type, plain));
        const quickly = compiledBody(type as Class)(plain as Readonly<Record<string, unknown>>);
        expect(quickly === undefined).toBe(Array.isArray(slowly));
        if (quickly !== undefined) {
          expect(quickly).toStrictEqual(slowly);
          passed += 1;
        }
        expect(readingOf(() => readBody(type, plain))).toEqual(slowly);
      }),
      { numRuns: 150 },
    );
    expect(passed).toBeGreaterThan(20);
  });
});

const RESERVED = new Set(Object.getOwnPropertyNames(Object.prototype));

function hasNoReservedName(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, member]) => !RESERVED.has(name) && hasNoReservedName(member));
}
