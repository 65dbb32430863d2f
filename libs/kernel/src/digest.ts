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
const DIGEST = 32;
const INNER = 0x36;
const OUTER = 0x5c;
/** Texts of up to so many characters are hashed where they were written last time; a character has at most three bytes. */
const SHORT = 1_024;

/** The two blocks that a key makes, each with room for what follows it. */
const inner = Buffer.alloc(BLOCK + SHORT * 3);
const outer = Buffer.alloc(BLOCK + DIGEST);

/**
 * HMAC-SHA-256 (RFC 2104) of a text (UTF-8) under a key, as 64 lower-case hexadecimal characters. Written out over one-shot hashes, because
 * `createHmac` takes ten times as long for the short values that every event seals.
 */
export function hmac(key: Uint8Array, text: string): string {
  const padded = key.length > BLOCK ? hash('sha256', key, 'buffer') : key;
  const first = text.length > SHORT ? Buffer.alloc(BLOCK + Buffer.byteLength(text)) : inner;
  pad(first, padded, INNER);
  const end = BLOCK + first.write(text, BLOCK, 'utf8');
  // As a text of bytes: to make a buffer for a digest takes longer than to make the digest.
  outer.write(hash('sha256', first.subarray(0, end), 'binary'), BLOCK, 'binary');
  pad(outer, padded, OUTER);
  return hash('sha256', outer, 'hex');
}

function pad(block: Buffer, key: Uint8Array, byte: number): void {
  block.fill(byte, 0, BLOCK);
  for (let at = 0; at < key.length; at += 1) block[at] = byte ^ (key[at] ?? 0);
}
