import { areTypeable, Refusal } from '#kernel';
import type { Moment } from './marked-moments.js';

const DEFAULT_LIMIT = 100;
export const MAX_LIMIT = 1000;

/** How many values a page holds. @throws Refusal `invalid`/`wrong-limit` */
export function checkedLimit(limit: number = DEFAULT_LIMIT): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    throw new Refusal('invalid', 'wrong-limit', { params: { max: MAX_LIMIT } });
  return limit;
}

/** The key of the last value of a page, as an opaque text. */
export function cursorOf(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** What is said of a cursor that this list has not given. */
export function wrongCursor(): Refusal {
  return new Refusal('invalid', 'wrong-cursor', { errors: [{ pointer: '/cursor', code: 'wrong-cursor' }] });
}

/** The key that a cursor holds, which is written as {@link cursorOf} does; undefined without one. @throws Refusal `invalid`/`wrong-cursor` */
export function keyOf(cursor: string | undefined, length: number): readonly string[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (isKey(key, length) && cursorOf(key) === cursor) return key;
  } catch {
    // One answer for everything that is no cursor.
  }
  throw wrongCursor();
}

function isKey(key: unknown, length: number): key is readonly string[] {
  return Array.isArray(key) && key.length === length && key.every((part) => typeof part === 'string') && areTypeable(key);
}

/** A page of a list: what every list answers. */
export interface Listed<Item> {
  /** As they were at this moment. */
  readonly asOf: Moment;
  readonly items: readonly Item[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
}

/** A page of values that are in memory, in the order of a key that each has for itself. @throws as {@link checkedLimit}, {@link keyOf} */
export function pageOf<Item>(
  items: readonly Item[],
  keyOfItem: (item: Item) => string,
  { limit: wanted, cursor }: { readonly limit?: number; readonly cursor?: string },
): { readonly items: readonly Item[]; readonly nextCursor?: string } {
  const limit = checkedLimit(wanted);
  const after = keyOf(cursor, 1)?.[0];
  const ordered = items
    .map((item) => ({ item, key: keyOfItem(item) }))
    .filter(({ key }) => after === undefined || key > after)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const page = ordered.slice(0, limit);
  const last = page.at(-1);
  return { items: page.map(({ item }) => item), ...(ordered.length > limit && last && { nextCursor: cursorOf([last.key]) }) };
}
