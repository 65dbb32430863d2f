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
  if (schema['format'] === 'date') return fc.constantFrom('2020-09-01', '2020-02-29', '2019-12-31');
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

/** Every place in a schema, with its pointer. */
function* places(schema: JsonSchema, pointer = ''): Generator<readonly [pointer: string, schema: JsonSchema]> {
  yield [pointer, schema];
  for (const [name, member] of Object.entries((schema['properties'] ?? {}) as Schemas)) yield* places(member, `${pointer}/${name}`);
  if (schema['items'] !== undefined) yield* places(schema['items'] as JsonSchema, `${pointer}/0`);
}

/** A pattern from beginning to end without what may be repeated for ever. */
function isBoundedPattern(pattern: unknown): boolean {
  return typeof pattern === 'string' && /^\^.*\$$/.test(pattern) && !/[*+]|,\}/.test(pattern.replace(/\\.|\[[^\]]*\]/g, 'x'));
}

function isLimited(schema: JsonSchema): boolean {
  const { type, enum: codes, maxLength, maxItems, maxProperties, pattern, properties } = schema;
  if (codes !== undefined || type === 'boolean' || type === 'integer') return true;
  if (type === 'string') return maxLength !== undefined || isBoundedPattern(pattern);
  if (type === 'array') return maxItems !== undefined;
  if (type === 'object') return properties !== undefined || maxProperties !== undefined;
  return maxLength !== undefined && maxItems !== undefined && maxProperties !== undefined;
}

const operations = operationsOf(API_CONTROLLERS);
const queries = operations.flatMap(({ query }) => (query === undefined ? [] : [query]));
const everyClass = [...new Map([...bodies.map(({ type }) => type), ...queries].map((type) => [type.name, type])).entries()];

describe('every text and list of every body and question', () => {
  it.each(everyClass)('%s: has a limit, which the OpenAPI document says', (_name, type) => {
    const without = [...places(schemaOfClass(type))].filter(([, schema]) => !isLimited(schema)).map(([pointer]) => pointer);
    expect(without).toEqual([]);
  });

  it('that has none would be found', () => {
    expect(isLimited({ type: 'string' })).toBe(false);
    expect(isLimited({ type: 'string', pattern: '^a+$' })).toBe(false);
    expect(isLimited({ type: 'array', items: { type: 'string', maxLength: 1 } })).toBe(false);
    expect(isLimited({ type: 'object', additionalProperties: true })).toBe(false);
    expect(isLimited({})).toBe(false);
  });

  const examples = operations.flatMap(({ path, body }) => (body === undefined ? [] : [[path, body] as const]));

  it.each(examples)(
    '%s: is refused where it stands if it is longer, if nothing is to be seen in a reason, or if it is no text',
    (_path, body) => {
      const { type, example, without = [] } = body;
      const whole = { ...example, ...Object.fromEntries(without.map((name) => [name, 'x'])) };
      const wrong = (pointer: string, value: unknown) => {
        const reading = readingOf(() => readBody(type, put(whole, pointer, value)));
        return Array.isArray(reading) ? reading.map((error: string) => error.split(' ')[0]) : [];
      };
      for (const [pointer, schema] of places(schemaOfClass(type))) {
        const refused = (value: unknown) =>
          expect({ pointer, value: JSON.stringify(value).slice(0, 20), wrong: wrong(pointer, value) }).toMatchObject({
            wrong: expect.arrayContaining([expect.stringMatching(new RegExp(`^${pointer.replace(/\/0$/, '')}`))]),
          });
        if (schema['type'] === 'string') {
          for (const hostile of ['\0', 'a\ud800', '\u0001', '\u009f']) refused(hostile);
          if (typeof schema['maxLength'] === 'number') refused('x'.repeat(schema['maxLength'] + 1));
        }
        if (typeof schema['maxItems'] === 'number') refused(new Array<string>(schema['maxItems'] + 1).fill('x'));
        if (schema['minLength'] === 1) for (const blank of ['', ' ', '\u3000', '\t\n', '\u200b']) refused(blank);
        // What a record is closed for is a code.
        else expect(pointer).not.toMatch(type.name === 'CloseRecordBody' ? /\/note$/ : /\/(reason|note)$/);
      }
    },
  );
});

/** A copy with another value at a pointer. */
function put(body: object, pointer: string, value: unknown): object {
  const [name = '', ...rest] = pointer.split('/').slice(1);
  if (name === '') return body;
  const own = (body as Record<string, unknown>)[name];
  const inner =
    rest.length === 0
      ? value
      : put(typeof own === 'object' && own !== null ? own : rest[0] === '0' ? [{}] : {}, `/${rest.join('/')}`, value);
  if (!Array.isArray(body)) return { ...body, [name]: inner };
  const list: unknown[] = [...body];
  list[Number(name)] = inner;
  return list;
}
