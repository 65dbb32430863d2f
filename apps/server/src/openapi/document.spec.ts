import { describe, expect, it } from '@jest/globals';
import { readBody } from '#records';
import { catalogue } from '../http/catalogue.js';
import { API_CONTROLLERS } from '../server.module.js';
import { problem } from './answers.js';
import { openApiDocument, operationsOf } from './document.js';

interface Response {
  readonly content: Readonly<Record<string, { readonly schema: { readonly $ref: string }; readonly example?: unknown }>>;
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { operationId: string; responses: Readonly<Record<string, Response>> }>>>
  >;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

const operations = operationsOf(API_CONTROLLERS);
const document = openApiDocument(API_CONTROLLERS, catalogue) as unknown as Document;
const described = Object.values(document.paths).flatMap((methods) => Object.values(methods));

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
    const answers = described.flatMap(({ responses }) => Object.values(responses).flatMap(({ content }) => Object.values(content)));
    expect(answers.length).toBeGreaterThan(100);
    expect(answers.filter(({ example }) => example === undefined)).toEqual([]);
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
    const codes = described.flatMap(({ responses }) =>
      Object.values(responses).flatMap(({ content }) => {
        const example = content['application/problem+json']?.example;
        return example === undefined ? [] : [problem.parse(example).code];
      }),
    );
    expect([...new Set(codes)].filter((code) => catalogue[code] === undefined)).toEqual([]);
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
