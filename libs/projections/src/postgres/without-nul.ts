/** What stands for the one character that PostgreSQL has no place for in a text. */
const STAND_IN = '\u{fffd}';

/** A value as PostgreSQL can take it: a text with the character NUL in it has another in its place, in rows and in questions alike. */
export function withoutNul(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', STAND_IN) : value;
}

/** JSON of values as PostgreSQL can take them. */
export function jsonWithoutNul(values: unknown): string {
  const json = JSON.stringify(values);
  // Looked for where it is written, which is cheap; a backslash in a text may stand before the same letters.
  return json.includes('\\u0000') ? JSON.stringify(values, (_key, value: unknown) => withoutNul(value)) : json;
}
