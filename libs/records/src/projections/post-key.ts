import type { Post } from '#verification';

/** The same for equal posts. */
export function keyOfPost({ role, unit, line }: Post): string {
  return `${role} ${unit} ${line}`;
}
