import { Refusal, type FieldError } from '#kernel';
import type { CommandAnswer } from './commands/answer.js';

/** What a command would meet, had it been sent: nothing in `errors` means that it would be done. */
export interface Check {
  /** Why it would be refused; an empty pointer means the whole of it. */
  readonly errors: readonly FieldError[];
  /** What would be odd about the record after it. */
  readonly warnings: readonly FieldError[];
}

/**
 * Turns the outcome of a command whose context says `check` into an answer. What is no answer to the question stays a refusal: there is
 * nothing to ask about, or nobody can say now.
 * @param work reads the body and runs the command
 * @throws Refusal of kind `not-found` or `unavailable`
 */
export async function checked(work: () => Promise<CommandAnswer>): Promise<Check> {
  try {
    const { warnings = [] } = await work();
    return { errors: [], warnings };
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind === 'not-found' || error.kind === 'unavailable') throw error;
    const { code, params, errors } = error;
    return { errors: errors.length > 0 ? errors : [{ pointer: '', code, params }], warnings: [] };
  }
}
