import { hash } from 'node:crypto';
import { canonicalJson, type Json } from './canonical-json.js';

/** Bytes of a digest. */
const DIGEST = 32;

/** SHA-256 of a text (UTF-8) or of bytes, as 64 lower-case hexadecimal characters. */
export function sha256(input: string | Uint8Array): string {
  return hash('sha256', input, 'hex');
}

/** What a digest is decoded into to see whether it is one: a third of what a pattern takes, and every event holds dozens. */
const decoded = Buffer.alloc(DIGEST);

/** Whether a text is as {@link sha256} and {@link hmac} write theirs. */
export function isDigest(text: string): boolean {
  return text.length === 2 * DIGEST && decoded.write(text, 'hex') === DIGEST && text.toLowerCase() === text;
}

/** SHA-256 over the canonical JSON of a value, as 64 lower-case hexadecimal characters. */
export function digestOf(value: Json): string {
  return sha256(canonicalJson(value));
}

/** Bytes that SHA-256 takes at once: the length to which HMAC pads its key. */
const BLOCK = 64;
const INNER = 0x36;
const OUTER = 0x5c;
/** Texts of up to so many characters are hashed where they were written last time; a character has at most three bytes. */
const SHORT = 1_024;

/** The two blocks that a key makes, each with room for what follows it. */
const inner = Buffer.alloc(BLOCK + SHORT * 3);
const outer = Buffer.alloc(BLOCK + DIGEST);
/** Whose blocks they are: most values are sealed under the same key as the one before. */
let padded: Uint8Array | undefined;

/**
 * HMAC-SHA-256 (RFC 2104) of a text (UTF-8) under a key, as 64 lower-case hexadecimal characters. Written out over one-shot hashes, because
 * `createHmac` takes ten times as long for the short values that every event seals.
 */
export function hmac(key: Uint8Array, text: string): string {
  if (padded === undefined || Buffer.compare(padded, key) !== 0) pad(key);
  const first = text.length > SHORT ? Buffer.concat([inner.subarray(0, BLOCK), Buffer.alloc(Buffer.byteLength(text))]) : inner;
  const end = BLOCK + first.write(text, BLOCK, 'utf8');
  // As a text of bytes: to make a buffer for a digest takes longer than to make the digest.
  outer.write(hash('sha256', first.subarray(0, end), 'binary'), BLOCK, 'binary');
  return hash('sha256', outer, 'hex');
}

function pad(key: Uint8Array): void {
  padded = Uint8Array.from(key);
  const short = key.length > BLOCK ? hash('sha256', key, 'buffer') : key;
  inner.fill(INNER, 0, BLOCK);
  outer.fill(OUTER, 0, BLOCK);
  for (let at = 0; at < short.length; at += 1) {
    inner[at] = INNER ^ (short[at] ?? 0);
    outer[at] = OUTER ^ (short[at] ?? 0);
  }
}
