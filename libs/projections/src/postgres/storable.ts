/** What stands for a character that PostgreSQL has no place for in a text: NUL, or half of a surrogate pair. */
const STAND_IN = '\u{fffd}';
/** How JSON writes one. A backslash in a text may stand before the same letters: then there is nothing to do, and it is only looked for. */
const IN_JSON = /\\u(0000|d[89a-f])/;

/**
 * A value as PostgreSQL can take it, in rows and in questions alike: no text whatever stops a view. Commands bring no such text any more;
 * what stands in the log is applied.
 */
export function storable(value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', STAND_IN) : value;
}

/** JSON of values as PostgreSQL can take them. */
export function storableJson(values: unknown): string {
  const json = JSON.stringify(values);
  // Looked for where it is written, which is cheap.
  return IN_JSON.test(json) ? JSON.stringify(values, (_key, value: unknown) => storable(value)) : json;
}
