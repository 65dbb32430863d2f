import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Language } from '#kernel';
import { readBody } from '#records';
import { catalogue } from '../http/catalogue.js';
import { API_CONTROLLERS } from '../server.module.js';
import { problem } from './answers.js';
import { openApiDocument, operationsOf } from './document.js';

interface Content {
  readonly schema: { readonly $ref?: string; readonly anyOf?: readonly { readonly $ref: string }[] };
  readonly example?: unknown;
  readonly examples?: Readonly<Record<Language, { readonly value: unknown }>>;
}

interface Response {
  readonly content: Readonly<Record<string, Content>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly description?: string;
  readonly example?: unknown;
  readonly schema: object;
}

interface Described {
  readonly operationId: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly responses: Readonly<Record<string, Response>>;
}

interface Shape {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
}

interface Document {
  readonly openapi: string;
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly security: readonly object[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Shape>>;
    readonly securitySchemes: Readonly<Record<string, { readonly type: string }>>;
  };
}

/** The name of a unit is the same in every language. */
const PLACE = '柏坊镇';

const operations = operationsOf(API_CONTROLLERS);
const document = openApiDocument(API_CONTROLLERS, catalogue) as unknown as Document;
const described = Object.values(document.paths).flatMap((methods) => Object.values(methods));
const contents = described.flatMap(({ operationId, responses }) =>
  Object.entries(responses).flatMap(([status, { content }]) =>
    Object.entries(content).map(([mediaType, of]) => ({ operationId, status, mediaType, ...of })),
  ),
);
const problems = contents.filter(({ mediaType }) => mediaType === 'application/problem+json');
/** Of either of two answers: the first. */
const shapeOf = ({ schema: { $ref, anyOf } }: Pick<Content, 'schema'>) =>
  document.components.schemas[($ref ?? anyOf?.[0]?.$ref ?? '').replace('#/components/schemas/', '')];

describe('the OpenAPI document', () => {
  it('is of version 3.1, and each operation has a name of its own', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(described).toHaveLength(operations.length);
    expect(new Set(described.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });

  it('refers only to shapes that it has', () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref = '']) => ref);
    expect(refs.length).toBeGreaterThan(0);
    expect(refs.filter((ref) => document.components.schemas[ref.replace('#/components/schemas/', '')] === undefined)).toEqual([]);
  });

  it('has an example of every answer, also of every problem', () => {
    expect(contents.length).toBeGreaterThan(100);
    expect(contents.filter(({ example, examples }) => example === undefined && examples === undefined)).toEqual([]);
  });

  it.each(operations)(
    '$method $path: the example of its answer has the shape that it promises',
    ({ answer: { schema, example, mediaTypes } }) => {
      if (mediaTypes !== undefined) return;
      expect(schema.safeParse(example)).toMatchObject({ success: true });
    },
  );

  it.each(operations.filter(({ body }) => body !== undefined))('$method $path: the example of its body is read', ({ body }) => {
    const missing = Object.fromEntries((body?.without ?? []).map((name) => [name, 'from-the-path']));
    expect(() => readBody(body?.type as new () => object, { ...body?.example, ...missing })).not.toThrow();
  });

  it('has only problems with a text of their own', () => {
    const codes = problems.map(({ examples }) => problem.parse(examples?.zh.value).code);
    expect(codes.length).toBeGreaterThan(100);
    expect([...new Set(codes)].filter((code) => catalogue[code] === undefined)).toEqual([]);
  });

  it('shows each problem as it is answered, in Chinese and in English, with nothing left to fill in', () => {
    const texts = ({ title, detail, errors = [] }: z.output<typeof problem>) => [title, detail, ...errors.map((error) => error.detail)];
    for (const { operationId, status, examples } of problems) {
      const [zh, en] = [problem.parse(examples?.zh.value), problem.parse(examples?.en.value)];
      const where = { operationId, status, code: zh.code };
      expect({ ...where, status: zh.status }).toEqual({ ...where, status: Number(status) });
      for (const text of texts(zh))
        expect({ ...where, text }).toEqual({ ...where, text: expect.stringMatching(/^[^{}]*\p{Script=Han}[^{}]*$/u) });
      for (const text of texts(en).map((one) => one.replace(PLACE, '')))
        expect({ ...where, text }).toEqual({ ...where, text: expect.stringMatching(/^[^{}\p{Script=Han}]+$/u) });
    }
  });

  it('describes every parameter, with an example that it takes', () => {
    const wrong = described.flatMap(({ operationId, parameters }) =>
      parameters
        .filter(({ description = '', example, schema }) => {
          const takes = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
          return description.length < 4 || example === undefined || !takes.safeParse(example).success;
        })
        .map(({ name }) => `${operationId} ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('calls operations as their methods are called: by a verb, not by their address', () => {
    expect(described.map(({ operationId }) => operationId)).toEqual(
      expect.arrayContaining(['acceptTransfer', 'openRecord', 'getVillage', 'getReadiness']),
    );
    for (const { operationId } of described) expect(operationId).toMatch(/^[a-z]+([A-Z][a-z]+)+$/);
  });

  it('describes the tags that its operations have, and those only', () => {
    const tags = document.tags.map(({ name }) => name);
    expect([...new Set(described.flatMap((operation) => operation.tags))].sort()).toEqual([...tags].sort());
    expect(tags).toEqual([...tags].sort());
    expect(document.tags.filter(({ description }) => description.length < 10)).toEqual([]);
  });

  it('names no shape that several answers share by accident: a plain text is called nothing', () => {
    const named = Object.keys(document.components.schemas).filter((name) => {
      const { type } = document.components.schemas[name] ?? {};
      return type === 'string' || type === 'integer' || type === 'boolean' || type === 'number';
    });
    const refs = [...JSON.stringify(document.components.schemas).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
      ([, name]) => name,
    );
    // Whole answers that are files or pages.
    expect(named.sort()).toEqual(['ExportedFile', 'Metrics', 'Notice', 'UnreadRows']);
    expect(refs.filter((name) => named.includes(name ?? ''))).toEqual([]);
  });

  it('answers every list in one envelope', () => {
    const lists = contents.filter(
      ({ status, ...content }) => status === '200' && shapeOf(content)?.properties?.['nextCursor'] !== undefined,
    );
    expect(lists.length).toBeGreaterThan(15);
    for (const list of lists) {
      const { operationId } = list;
      expect({ operationId, required: shapeOf(list)?.required }).toEqual({
        operationId,
        required: expect.arrayContaining(['asOf', 'items']),
      });
    }
    const paged = described
      .filter(({ parameters }) => parameters.some(({ name }) => name === 'cursor'))
      .map(({ operationId }) => operationId);
    const exports = ['exportRecords', 'exportStudents'];
    expect(paged.filter((one) => !exports.includes(one) && !lists.some(({ operationId }) => operationId === one))).toEqual([]);
  });

  it('says how callers will be known, and that nothing asks for it yet', () => {
    expect(document.security).toEqual([{}, { session: [] }, { token: [] }]);
    expect(Object.keys(document.components.securitySchemes).sort()).toEqual(['session', 'token']);
  });

  it('describes whether the server is well, too', () => {
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/health/live', '/health/ready', '/metrics', '/api/openapi.json']));
  });

  it('says what the classes of bodies say, and nothing else is let through', () => {
    const visit = operations.find(({ path }) => path === '/api/records/{id}/visits');
    const schemas = JSON.parse(JSON.stringify(document)) as {
      paths: Record<string, { post: { requestBody: { content: Record<string, { schema: object }> } } }>;
    };
    expect(visit).toBeDefined();
    expect(schemas.paths['/api/records/{id}/visits']?.post.requestBody.content['application/json']?.schema).toMatchObject({
      type: 'object',
      required: ['method', 'purpose', 'date'],
      additionalProperties: false,
      properties: {
        method: { type: 'string', minLength: 1, maxLength: 50 },
        date: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
        peopleMet: { type: 'array', items: { type: 'string' } },
      },
    });
  });
});
