import { applyDecorators, HttpCode, SetMetadata } from '@nestjs/common';
import type { z } from 'zod';
import type { ParameterText } from './described.js';

/** How a request names who acts and upon what: see `http/acting.ts`. */
export type Needs =
  /** Asked by whoever watches over the server: nobody's name changes what is answered. */
  | 'nothing'
  /** Anybody may ask; who they are changes what is shown. */
  | 'nobody'
  /** `X-Countersign-As`. */
  | 'person'
  /** `X-Countersign-As`, and an `Idempotency-Key` may be given. */
  | 'command'
  /** As `command`, with `If-Match`. */
  | 'revision';

/** An answer: its shape, and one example of it that has that shape. */
export interface AnswerDescription {
  readonly schema: z.ZodType;
  readonly example: unknown;
  /** Absent: `application/json`. */
  readonly mediaTypes?: readonly string[];
}

/** More keywords of the schema of a body's members, by name. */
export type Narrowed = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What one path and method does, for those who call it: the OpenAPI document is made of these and of nothing else. */
export interface OperationDescription {
  readonly summary: string;
  readonly description?: string;
  readonly needs: Needs;
  /** 200 unless something new has an address of its own. */
  readonly status?: 200 | 201 | 202;
  readonly answer: AnswerDescription;
  /**
   * Class of the body (class-validator), with one example. `without`: what the path says already; `narrowed`: what the record type allows
   * of what the class lets through.
   */
  readonly body?: {
    readonly type: new () => object;
    readonly example: object;
    readonly without?: readonly string[];
    readonly narrowed?: Narrowed;
  };
  /** The body is a file, taken as a stream. */
  readonly upload?: { readonly mediaTypes: readonly string[] };
  /** Headers that may go with it, besides those that {@link Needs} says. */
  readonly headers?: Readonly<Record<string, ParameterText>>;
  /** Class of the query. */
  readonly query?: new () => object;
  /** Refusals besides those that every such operation has: status and code of an example. */
  readonly refusals?: Readonly<Record<number, string>>;
  /** With `?check=true` this is the answer, and nothing is done. */
  readonly checks?: AnswerDescription;
  /** The answer has the record's revision as its `ETag`. */
  readonly etag?: boolean;
  /** Where the new thing is found, from the answer. */
  readonly location?: (answer: never) => string;
  /** The answer's rows can be asked for from a position on: `minPosition`. */
  readonly reads?: boolean;
}

/** An operation where it is found. */
export interface FoundOperation extends OperationDescription {
  /** What the method is called that answers it, which is what a caller's method is called too: `acceptTransfer`. */
  readonly operationId: string;
  /** As OpenAPI writes it: `/api/records/{id}`. */
  readonly path: string;
  readonly method: 'get' | 'post' | 'delete';
}

export const OPERATION = 'countersign:operation';

/** Describes a controller's method, and sets its status. */
export function Operation(description: OperationDescription): MethodDecorator {
  return applyDecorators(SetMetadata(OPERATION, description), HttpCode(description.status ?? 200));
}
