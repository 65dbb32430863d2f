import { Controller, Get, Inject } from '@nestjs/common';
import { z } from 'zod';
import { json, named, text } from './answers.js';
import { Operation, type AnswerDescription } from './operation.js';
import type { JsonSchema } from './schema-of-class.js';

/** The OpenAPI document, made once. */
export const OPENAPI_DOCUMENT = Symbol('OpenApiDocument');

const openApi: AnswerDescription = {
  schema: named('OpenApi', z.record(text, json)),
  example: { openapi: '3.1.0', info: { title: '会签 Countersign', version: '0.1.0' } },
};

/** Describes this API to programs. */
@Controller('api/openapi.json')
export class OpenApiController {
  constructor(@Inject(OPENAPI_DOCUMENT) private readonly document: JsonSchema) {}

  @Get()
  @Operation({ summary: 'This document: OpenAPI 3.1', needs: 'nothing', answer: openApi })
  getOpenApi(): JsonSchema {
    return this.document;
  }
}
