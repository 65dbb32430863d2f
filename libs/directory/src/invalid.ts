import { Refusal, type FieldError } from '#kernel';
import { utcTime } from '#platform';
import type { Problem } from './rules.js';

/** @throws Refusal `invalid`/`invalid-body` if there is any problem */
export function refuseProblems(problems: readonly Problem[]): void {
  const errors = problems.map(({ field, ...problem }): FieldError => ({ pointer: `/${field}`, ...problem }));
  if (errors.length > 0) throw new Refusal('invalid', 'invalid-body', { errors });
}

/**
 * A moment from which, or up to which, something is to hold; now, if none is given. What has been is not rewritten: nobody's right to have
 * acted is given or taken afterwards.
 * @returns UTC with milliseconds
 * @throws Refusal `invalid`/`invalid-body`
 */
export function momentFrom(field: string, text: string | undefined, now: string): string {
  if (text === undefined) return now;
  const time = timeOf(text);
  refuseProblems(time === undefined ? [{ field, code: 'wrong-time' }] : time < now ? [{ field, code: 'in-the-past' }] : []);
  return time ?? now;
}

function timeOf(text: string): string | undefined {
  try {
    return utcTime(text);
  } catch {
    return undefined;
  }
}
