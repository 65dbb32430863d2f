import { createReadStream } from 'node:fs';
import { unreadable } from './unreadable.js';

/** How a text file is written. */
export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';

/** The character that stands where bytes could not be decoded. */
export const BROKEN = '\ufffd';

/** As a share of the characters beyond ASCII: with more that are broken, the file is written in another way. */
const MOST_BROKEN = 0.1;
/** Control characters of a text, white space left out: so many at all, or as a share. */
const FEW_CONTROLS = 8;
const MOST_CONTROLS = 0.02;
/** Bytes by which UTF-16 without a mark is known. */
const SAMPLE = 64 * 1024;

const MARKS: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/**
 * Finds out how a file is written, from all of it. A byte order mark is believed, and UTF-16 shows itself by its zeros; of UTF-8 and GB18030
 * it is the one under which less is broken: a byte that was spoiled on the way harms its cell, not the file.
 * @throws Refusal `unreadable`/`roster-encoding`
 */
export async function encodingOf(path: string): Promise<Encoding> {
  const begin = await firstBytes(path);
  const marked = MARKS.find(([, mark]) => mark.every((byte, index) => begin[index] === byte))?.[0] ?? utf16Of(begin);
  if (marked !== undefined && marked !== 'utf-8') return marked;
  const encoding = await bestOf(path);
  if (!looksLikeText(new TextDecoder(encoding).decode(begin))) throw unreadable('roster-encoding');
  return encoding;
}

async function bestOf(path: string): Promise<Encoding> {
  for (const encoding of ['utf-8', 'gb18030'] as const) if (await fits(path, encoding)) return encoding;
  const [utf8, gb18030] = [await brokenShare(path, 'utf-8'), await brokenShare(path, 'gb18030')];
  if (Math.min(utf8, gb18030) > MOST_BROKEN) throw unreadable('roster-encoding');
  return utf8 <= gb18030 ? 'utf-8' : 'gb18030';
}

/** The file's text, piece by piece, without byte order mark; what cannot be decoded is {@link BROKEN}, and zeros that fill it up are left out. */
export async function* decodedText(path: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of createReadStream(path)) yield withoutZeros(decoder.decode(chunk as Buffer, { stream: true }));
  yield withoutZeros(decoder.decode());
}

function withoutZeros(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
}

async function firstBytes(path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(path, { end: SAMPLE - 1 })) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** In UTF-16 each sign of ASCII, so each delimiter and digit, has a zero beside it, always on the same side. */
function utf16Of(bytes: Buffer): Encoding | undefined {
  const zeros = { even: 0, odd: 0 };
  for (const [index, byte] of bytes.entries()) if (byte === 0) zeros[index % 2 === 0 ? 'even' : 'odd'] += 1;
  const many = bytes.length / 10;
  if (zeros.odd > many && zeros.even < zeros.odd / 10) return 'utf-16le';
  return zeros.even > many && zeros.odd < zeros.even / 10 ? 'utf-16be' : undefined;
}

async function fits(path: string, encoding: Encoding): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of createReadStream(path)) decoder.decode(chunk as Buffer, { stream: true });
    decoder.decode();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return false;
    throw error;
  }
}

/** Of the characters beyond ASCII those that are broken, as a share. Chinese of one encoding is full of impossible bytes in the other. */
async function brokenShare(path: string, encoding: Encoding): Promise<number> {
  let beyond = 0;
  let broken = 0;
  for await (const text of decodedText(path, encoding)) {
    beyond += text.match(/[^\0-\x7f]/g)?.length ?? 0;
    broken += text.split(BROKEN).length - 1;
  }
  return broken / Math.max(1, beyond);
}

/** Few control characters but for tabs, line ends, zeros and the end-of-file sign. */
function looksLikeText(sample: string): boolean {
  const controls = sample.match(/[\x01-\x08\x0e-\x19\x1b-\x1f]/g)?.length ?? 0;
  return controls <= Math.max(FEW_CONTROLS, sample.length * MOST_CONTROLS);
}
