import { Refusal } from './refusal.js';

/** Why a thread could not do what it was made for, in a shape that goes from one thread to another. Never personal data. */
export type Failure =
  | { readonly refused: Pick<Refusal, 'kind' | 'code' | 'params'> }
  /** The name of what was thrown: its message may quote what the thread was at. */
  | { readonly failed: string };

/** What a thread tells of what it has caught. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Refusal) return { refused: { kind: error.kind, code: error.code, params: error.params } };
  return { failed: error instanceof Error ? error.name : 'error' };
}

/** What whoever waits for a thread is refused with. @param failed what a failure that is no refusal is here */
export function errorOf(failure: Failure, failed: (reason: string) => Error): Error {
  if ('failed' in failure) return failed(failure.failed);
  const { kind, code, params } = failure.refused;
  return new Refusal(kind, code, { params });
}
