import { Refusal } from '#kernel';

/** A refusal of a whole file, with the name by which it was given. */
export function unreadable(code: string, params: Readonly<Record<string, string | number>> = {}): Refusal {
  return new Refusal('unreadable', code, { params });
}
