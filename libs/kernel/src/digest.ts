import { createHmac, hash } from 'node:crypto';
import { canonicalJson, type Json } from './canonical-json.js';

/** SHA-256 of a text (UTF-8) or of bytes, as 64 lower-case hexadecimal characters. */
export function sha256(input: string | Uint8Array): string {
  return hash('sha256', input, 'hex');
}

/** SHA-256 over the canonical JSON of a value, as 64 lower-case hexadecimal characters. */
export function digestOf(value: Json): string {
  return sha256(canonicalJson(value));
}

/** HMAC-SHA-256 of a text (UTF-8) under a key, as 64 lower-case hexadecimal characters. */
export function hmac(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}
