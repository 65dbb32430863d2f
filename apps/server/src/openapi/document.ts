import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { z } from 'zod';
import { LONGEST_ID, type Catalogue } from '#kernel';
import { exampleProblem } from './example-problem.js';
import { components, problem } from './answers.js';
import { OPERATION, type AnswerDescription, type Needs, type OperationDescription } from './operation.js';
import { schemaOfClass, type JsonSchema } from './schema-of-class.js';

/** An operation where it is found. */
export interface FoundOperation extends OperationDescription {
  /** As OpenAPI writes it: `/api/records/{id}`. */
  readonly path: string;
  readonly method: 'get' | 'post';
}

type Prototype = Readonly<Record<string, object>>;

/** Every described operation of some controllers. */
export function operationsOf(controllers: readonly Type[]): readonly FoundOperation[] {
  return controllers.flatMap((controller) => {
    const prototype = controller.prototype as Prototype;
    const base = Reflect.getMetadata(PATH_METADATA, controller) as string;
    return Object.getOwnPropertyNames(prototype).flatMap((name): FoundOperation[] => {
      const handler = prototype[name] as object;
      const description = Reflect.getMetadata(OPERATION, handler) as OperationDescription | undefined;
      if (description === undefined) return [];
      const path = [base, Reflect.getMetadata(PATH_METADATA, handler) as string].filter((part) => part !== '/').join('/');
      const method = Reflect.getMetadata(METHOD_METADATA, handler) === RequestMethod.POST ? 'post' : 'get';
      return [{ ...description, path: `/${path.replace(/:(\w+)/g, '{$1}')}`, method }];
    });
  });
}

/** The OpenAPI 3.1 document of all operations. */
export function openApiDocument(controllers: readonly Type[], catalogue: Catalogue): JsonSchema {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const operation of operationsOf(controllers)) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: operationObject(operation, catalogue) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '会签 Countersign',
      version: '0.1.0',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        '谁审核，谁负责。Whoever reviews is responsible. Until accounts exist the acting person is the header X-Countersign-As, and the server answers its own machine only.',
    },
    servers: [{ url: '/' }],
    paths,
    components: { schemas: componentSchemas() },
  };
}

/** Named shapes; without the keywords that only a document of its own needs. */
function componentSchemas(): Readonly<Record<string, JsonSchema>> {
  const { schemas } = z.toJSONSchema(components, { uri: refOf, unrepresentable: 'any' });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => {
      const { $schema: _dialect, $id: _id, ...rest } = schema;
      return [name, rest];
    }),
  );
}

const refOf = (id: string) => `#/components/schemas/${id}`;

/** Answers are always named, so what is shown here is one reference. */
function schemaRef(schema: z.ZodType): JsonSchema {
  const id = components.get(schema)?.id;
  if (id === undefined) throw new Error('an answer has no name');
  return { $ref: refOf(id) };
}

function operationObject(operation: FoundOperation, catalogue: Catalogue): JsonSchema {
  const { path, method, summary, description, body, upload, answer, checks, status = 200, etag = false, location } = operation;
  return {
    operationId: operationId(method, path),
    summary,
    ...(description !== undefined && { description }),
    tags: [path.split('/')[2]],
    parameters: parametersOf(operation),
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: bodySchema(body), example: body.example } },
      },
    }),
    ...(upload && { requestBody: { required: true, content: uploadContent(upload.mediaTypes) } }),
    responses: {
      ...(checks && status !== 200 && { 200: { description: CHECKED, content: contentOf(checks) } }),
      [status]: {
        description: checks && status === 200 ? `${DONE[status]}; ${CHECKED}` : DONE[status],
        headers: headersOf(etag, location !== undefined),
        content: checks && status === 200 ? contentOfEither(answer, checks) : contentOf(answer),
      },
      ...Object.fromEntries(
        Object.entries(refusalsOf(operation)).map(([code, example = '']) => [code, problemResponse(example, Number(code), catalogue)]),
      ),
    },
  };
}

function bodySchema({ type, without, narrowed = {} }: NonNullable<OperationDescription['body']>): JsonSchema {
  const schema = schemaOfClass(type, without);
  const properties = Object.entries(schema['properties'] as Readonly<Record<string, JsonSchema>>);
  return { ...schema, properties: Object.fromEntries(properties.map(([name, own]) => [name, { ...own, ...narrowed[name] }])) };
}

const DONE = { 200: 'done', 201: 'created', 202: 'accepted: it goes on in the background' } as const;

const CHECKED = 'with check=true: what it would meet, and nothing is done';

/** A file as it is: no schema says what is in it. */
function uploadContent(mediaTypes: readonly string[]): JsonSchema {
  return Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, { schema: {} }]));
}

function contentOf({ schema, example, mediaTypes = ['application/json'] }: AnswerDescription): JsonSchema {
  return Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, { schema: schemaRef(schema), example }]));
}

/** One of two answers. */
function contentOfEither(done: AnswerDescription, checked: AnswerDescription): JsonSchema {
  return { 'application/json': { schema: { anyOf: [schemaRef(done.schema), schemaRef(checked.schema)] }, example: done.example } };
}

/** `getRecordsIdHistory`: stable as long as the path is. */
function operationId(method: string, path: string): string {
  const words = path.replace('/api', '').split(/\W+/).filter(Boolean);
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function headersOf(etag: boolean, location: boolean): JsonSchema {
  return {
    ...(etag && {
      ETag: { description: 'the revision of the record, quoted; give it to the next command as If-Match', schema: { type: 'string' } },
    }),
    ...(location && { Location: { description: 'where the new thing is found', schema: { type: 'string' } } }),
  };
}

const CHECK: JsonSchema = {
  name: 'check',
  in: 'query',
  required: false,
  description:
    'true: answers 200 with errors and warnings, does nothing and counts as no attempt; If-Match and Idempotency-Key are not needed then',
  schema: { type: 'boolean', default: false },
  example: true,
};

const HEADERS: Readonly<Record<string, JsonSchema>> = {
  person: {
    name: 'X-Countersign-As',
    in: 'header',
    description: 'user name of the acting person, until accounts exist',
    schema: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' },
    example: 'u0001',
  },
  key: {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'the same key of the same person is the same command: sent again, it is answered and not done again',
    schema: { type: 'string', pattern: '^[!-~]{1,255}$' },
    example: '6f1c1d7e-8a52-4b8e-9f5f-0f8b0a6f2c11',
  },
  revision: {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: 'the ETag of the record as it was seen, or * for whatever it is now',
    schema: { type: 'string', pattern: '^("[0-9]{1,15}"|\\*)$' },
    example: '"7"',
  },
  language: {
    name: 'Accept-Language',
    in: 'header',
    description: 'zh (default) or en: language of messages',
    schema: { type: 'string' },
    example: 'zh',
  },
};

function parametersOf({ path, query, needs, upload, checks }: FoundOperation): readonly JsonSchema[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', minLength: 1, maxLength: LONGEST_ID },
  }));
  const properties = query === undefined ? {} : (schemaOfClass(query).properties as Readonly<Record<string, JsonSchema>>);
  const needed = query === undefined ? [] : ((schemaOfClass(query).required ?? []) as readonly string[]);
  const inQuery = Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: needed.includes(name), schema }));
  const headers: Readonly<Record<Needs, readonly (JsonSchema | undefined)[]>> = {
    nobody: [HEADERS.person],
    person: [required(HEADERS.person)],
    command: [required(HEADERS.person), HEADERS.key],
    revision: [required(HEADERS.person), HEADERS.key, checks === undefined ? HEADERS.revision : { ...HEADERS.revision, required: false }],
  };
  const uploading = Object.entries(upload?.headers ?? {}).map(([name, example]) => ({
    name,
    in: 'header',
    schema: { type: 'string' },
    example,
  }));
  const checking = checks === undefined ? [] : [CHECK];
  return [...inPath, ...inQuery, ...checking, ...headers[needs], ...uploading, HEADERS.language].filter(
    (parameter) => parameter !== undefined,
  );
}

function required(header: JsonSchema | undefined): JsonSchema {
  return { ...header, required: true };
}

/** Status and code of an example for every "no" that an operation may answer. */
function refusalsOf({ needs, body, query, path, refusals }: FoundOperation): Readonly<Record<number, string | undefined>> {
  const known: Readonly<Record<number, string | undefined>> = {
    400: 'malformed-request',
    403: needs === 'nobody' ? 'loopback-only' : 'no-acting-person',
    ...((path.includes('{') || query !== undefined || body !== undefined) && { 404: 'unknown-record', 422: 'invalid-body' }),
    ...(needs === 'revision' && { 409: 'line-locked', 412: 'stale-revision', 428: 'if-match-needed' }),
    ...(body && { 413: 'body-too-large', 415: 'wrong-media-type' }),
    503: needs === 'command' || needs === 'revision' ? 'log-busy' : 'view-behind',
    ...refusals,
  };
  return known;
}

function problemResponse(code: string, status: number, catalogue: Catalogue): JsonSchema {
  const headers = status === 503 ? { 'Retry-After': { description: 'seconds', schema: { type: 'string' } } } : {};
  return {
    description: catalogue[code]?.en ?? code,
    headers,
    content: { 'application/problem+json': { schema: schemaRef(problem), example: exampleProblem(code, status, catalogue) } },
  };
}
