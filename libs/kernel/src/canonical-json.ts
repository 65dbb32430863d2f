/** Any value that JSON can carry without loss. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * Writes a value as canonical JSON (RFC 8785): object keys sorted by UTF-16 code unit, no white space, absent members left out.
 * The same value gives the same bytes everywhere, so digests and stored events can be computed again by anyone.
 *
 * @throws TypeError for what JSON cannot carry: `NaN`, infinities, functions, `undefined` inside an array.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') return quoted(value);
  return isInOrder(value, LEVELS) ? JSON.stringify(value) : ordered(value);
}

/** So many levels down is looked whether a value is in order; below them it is asked again, so nothing is looked at more often than that. */
const LEVELS = 4;

/** Whether `JSON.stringify` writes the value as it is to be: to see that and let it write takes half the time of writing it here. */
function isInOrder(value: Json | undefined, levels: number): boolean {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || levels === 0) return false;
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) if (!isInOrder(item, levels - 1)) return false;
    return true;
  }
  const record = value as { readonly [key: string]: Json | undefined };
  let before = '';
  for (const key in record) {
    if (key < before || (record[key] !== undefined && !isInOrder(record[key], levels - 1))) return false;
    before = key;
  }
  return true;
}

function ordered(value: Json): string {
  if (typeof value === 'number') throw new TypeError(`not a JSON number: ${value}`);
  if (Array.isArray(value)) {
    let items = '';
    for (const item of value as readonly Json[]) items += `${items === '' ? '' : ','}${canonicalJson(item)}`;
    return `[${items}]`;
  }
  if (typeof value !== 'object') throw new TypeError(`not a JSON value: ${typeof value}`);
  const record = value as { readonly [key: string]: Json | undefined };
  let members = '';
  for (const key of sortedKeys(record)) {
    const member = record[key];
    if (member !== undefined) members += `${members === '' ? '' : ','}${quoted(key)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}

/** Nothing that JSON escapes: no quote, backslash, control character, half of a pair. */
const PLAIN = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;
/** Longer texts are written faster as they are. */
const SHORT = 100;

function quoted(text: string): string {
  return text.length < SHORT && PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** The keys of an object by UTF-16 code unit. Most objects are made in order, or nearly: to see that is cheaper than to sort. */
export function sortedKeys(record: object): readonly string[] {
  const keys = Object.keys(record);
  for (let at = 1; at < keys.length; at += 1) if ((keys[at - 1] ?? '') > (keys[at] ?? '')) return keys.sort();
  return keys;
}
