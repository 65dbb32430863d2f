import { Refusal } from '#kernel';

/** Whether somebody else appended to the stream first. */
export function isConflict(error: unknown): error is Refusal {
  return error instanceof Refusal && error.code === 'wrong-expected-revision';
}
