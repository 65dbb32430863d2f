import { ErrorType } from '@eventstore/db-client';
import { Refusal } from '#kernel';

/** What a user must be allowed, by the code of the refusal that names it. */
export type Right = 'log-may-not-read-all' | 'log-may-not-read-streams' | 'log-may-not-write';

const UNAUTHENTICATED = 16;

/**
 * What the server says of whom it does not know, and of what they may not do: both are one error of the client, and neither says what would have to
 * be allowed. Undefined for every other error.
 * @param right what was asked for needs it
 */
export function denied(error: unknown, right: Right): Refusal | undefined {
  const { type, code } = error as { readonly type?: string; readonly code?: number };
  if (type !== ErrorType.ACCESS_DENIED) return undefined;
  return new Refusal('unavailable', code === UNAUTHENTICATED ? 'log-login-refused' : right);
}
