import { sha256 } from './digest.js';

/**
 * A UUID of version 8 derived from names: the same names always give the same id, so a command that is run again writes events with
 * the ids that it wrote the first time.
 */
export function derivedId(...names: readonly string[]): string {
  let text = '';
  for (const name of names) text += `${text === '' ? '' : '|'}${name.length}:${name}`;
  const hex = sha256(text);
  const variant = ((parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
