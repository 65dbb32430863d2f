import type { OperationDescription } from '../openapi/operation.js';
import { checkAnswer, commandAnswer } from './record-answers.js';
import { checkExample, commandExample } from './record-examples.js';

/** What a command on a record answers. */
export const answer = { schema: commandAnswer, example: commandExample };

/** What a command answers that is only checked. */
export const checkable = { schema: checkAnswer, example: checkExample };

/** A command upon a revision of a record. */
export function upon(
  body: OperationDescription['body'],
  conflict: string,
): Pick<OperationDescription, 'needs' | 'answer' | 'etag' | 'body' | 'refusals'> {
  return { needs: 'revision', answer, etag: true, body, refusals: { 409: conflict } };
}

/** The address names the error; what is no object stays what it is, to be refused. */
export function withId(errorId: string, body: unknown): unknown {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body, errorId } : body;
}
