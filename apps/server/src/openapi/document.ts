import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import type { z } from 'zod';
import type { Catalogue, Language } from '#kernel';
import { RETRY_AFTER } from '../http/http-refusal.js';
import { components, problem } from './answers.js';
import { componentSchemas, refOf } from './component-schemas.js';
import { exampleProblem } from './example-problem.js';
import { OPERATION, type AnswerDescription, type FoundOperation, type OperationDescription } from './operation.js';
import { parametersOf } from './parameters.js';
import { refusalsOf } from './refusals.js';
import { schemaOfClass, type JsonSchema } from './schema-of-class.js';
import { SECURITY, SECURITY_SCHEMES } from './security.js';
import { tagOf, TAGS } from './tags.js';

type Prototype = Readonly<Record<string, object>>;

const METHODS: Partial<Record<RequestMethod, FoundOperation['method']>> = {
  [RequestMethod.POST]: 'post',
  [RequestMethod.DELETE]: 'delete',
};

/** Every described operation of some controllers. */
export function operationsOf(controllers: readonly Type[]): readonly FoundOperation[] {
  return controllers.flatMap((controller) => {
    const prototype = controller.prototype as Prototype;
    const base = Reflect.getMetadata(PATH_METADATA, controller) as string;
    return Object.getOwnPropertyNames(prototype).flatMap((operationId): FoundOperation[] => {
      const handler = prototype[operationId] as object;
      const description = Reflect.getMetadata(OPERATION, handler) as OperationDescription | undefined;
      if (description === undefined) return [];
      const path = [base, Reflect.getMetadata(PATH_METADATA, handler) as string].filter((part) => part !== '/').join('/');
      const method = METHODS[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod] ?? 'get';
      return [{ ...description, operationId, path: `/${path.replace(/:(\w+)/g, '{$1}')}`, method }];
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
      contact: { name: 'Whoever runs this installation' },
      description:
        '谁审核，谁负责。Whoever reviews is responsible. Until accounts exist the acting person is the header X-Countersign-As, and the server answers its own machine only.',
    },
    servers: [{ url: '/' }],
    tags: TAGS.map(({ name, description }) => ({ name, description })),
    security: SECURITY,
    paths,
    components: { securitySchemes: SECURITY_SCHEMES, schemas: componentSchemas() },
  };
}

/** Answers are always named, so what is shown here is one reference. */
function schemaRef(schema: z.ZodType): JsonSchema {
  const id = components.get(schema)?.id;
  if (id === undefined) throw new Error('an answer has no name');
  return { $ref: refOf(id) };
}

function operationObject(operation: FoundOperation, catalogue: Catalogue): JsonSchema {
  const {
    operationId,
    path,
    summary,
    description = summary,
    body,
    upload,
    answer,
    checks,
    status = 200,
    etag = false,
    location,
  } = operation;
  return {
    operationId,
    summary,
    description,
    tags: [tagOf(path)],
    ...(operation.needs === 'nothing' && { security: [] }),
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
        Object.entries(refusalsOf(operation)).map(([code, example = '']) => [
          code,
          problemResponse(example, Number(code), catalogue, operation),
        ]),
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

function headersOf(etag: boolean, location: boolean): JsonSchema {
  return {
    ...(etag && {
      ETag: { description: 'the revision of the record, quoted; give it to the next command as If-Match', schema: { type: 'string' } },
    }),
    ...(location && { Location: { description: 'where the new thing is found', schema: { type: 'string' } } }),
  };
}

/** What may be done instead of what a record's state does not allow: an example. */
const ALLOWED = ['visit', 'report-error'];

function problemResponse(code: string, status: number, catalogue: Catalogue, { needs }: FoundOperation): JsonSchema {
  const headers = status in RETRY_AFTER ? { 'Retry-After': { description: 'seconds', schema: { type: 'string' } } } : {};
  const allowed = status === 409 && needs === 'revision' ? ALLOWED : undefined;
  const value = (language: Language) => exampleProblem(code, status, { catalogue, language, allowed });
  const examples = {
    zh: { summary: '中文', value: value('zh') },
    en: { summary: 'English', value: value('en') },
  };
  return {
    description: examples.en.value.detail,
    headers,
    content: { 'application/problem+json': { schema: schemaRef(problem), examples } },
  };
}
