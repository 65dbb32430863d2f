import { DEPTH_LIMIT } from './limits.js';
import { HttpRefusal } from './http-refusal.js';

/** Methods whose requests have a body. */
export const BODY_METHODS: readonly string[] = ['POST'];

/** Refuses a body that is nested too deeply, without recursion. @throws Refusal 400 `nested-too-deep` */
export function mustBeShallow(body: unknown): void {
  let level: readonly unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEPTH_LIMIT) throw new HttpRefusal(400, 'nested-too-deep', { params: { max: DEPTH_LIMIT } });
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
}
