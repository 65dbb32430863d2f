import { Controller, Get, Inject } from '@nestjs/common';
import type { JsonSchema } from './schema-of-class.js';

/** The OpenAPI document, made once. */
export const OPENAPI_DOCUMENT = Symbol('OpenApiDocument');

/** Describes this API to programs. */
@Controller('api/openapi.json')
export class OpenApiController {
  constructor(@Inject(OPENAPI_DOCUMENT) private readonly document: JsonSchema) {}

  @Get()
  openapi(): JsonSchema {
    return this.document;
  }
}
