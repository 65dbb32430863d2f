/** Any value that JSON can carry without loss. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * Writes a value as canonical JSON (RFC 8785): object keys sorted by UTF-16 code unit, no white space, absent members left out.
 * The same value gives the same bytes everywhere, so digests and stored events can be computed again by anyone.
 *
 * @throws TypeError for what JSON cannot carry: `NaN`, infinities, functions, `undefined` inside an array.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`not a JSON number: ${value}`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonicalJson(item)).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`not a JSON value: ${typeof value}`);
  const record = value as { readonly [key: string]: Json | undefined };
  let members = '';
  for (const key of sortedKeys(record)) {
    const member = record[key];
    if (member !== undefined) members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}

/** Most objects are made in order, or nearly: to see that is cheaper than to sort. */
function sortedKeys(record: object): readonly string[] {
  const keys = Object.keys(record);
  for (let at = 1; at < keys.length; at += 1) if ((keys[at - 1] ?? '') > (keys[at] ?? '')) return keys.sort();
  return keys;
}
