import { hash } from 'node:crypto';
import { canonicalJson, type Json } from './canonical-json.js';

/** SHA-256 of a text (UTF-8) or of bytes, as 64 lower-case hexadecimal characters. */
export function sha256(input: string | Uint8Array): string {
  return hash('sha256', input, 'hex');
}

/** SHA-256 over the canonical JSON of a value, as 64 lower-case hexadecimal characters. */
export function digestOf(value: Json): string {
  return sha256(canonicalJson(value));
}

/** Bytes that SHA-256 takes at once: the length to which HMAC pads its key. */
const BLOCK = 64;
const INNER = 0x36;
const OUTER = 0x5c;

/**
 * HMAC-SHA-256 (RFC 2104) of a text (UTF-8) under a key, as 64 lower-case hexadecimal characters. Written out over one-shot hashes, because
 * `createHmac` takes ten times as long for the short values that every event seals.
 */
export function hmac(key: Uint8Array, text: string): string {
  const padded = key.length > BLOCK ? hash('sha256', key, 'buffer') : key;
  const inner = hash('sha256', block(padded, INNER, Buffer.from(text)), 'buffer');
  return hash('sha256', block(padded, OUTER, inner), 'hex');
}

function block(key: Uint8Array, pad: number, rest: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(BLOCK + rest.length).fill(pad, 0, BLOCK);
  for (let at = 0; at < key.length; at += 1) bytes[at] = pad ^ (key[at] ?? 0);
  rest.copy(bytes, BLOCK);
  return bytes;
}
