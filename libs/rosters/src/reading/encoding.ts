import { createReadStream } from 'node:fs';
import { unreadable } from './unreadable.js';

const ENCODINGS = ['utf-8', 'gb18030'] as const;

/** How a text file is written. */
export type Encoding = (typeof ENCODINGS)[number] | 'utf-16le';

/**
 * Finds out how a file is written, from all of it: UTF-8 if every byte fits, else GB18030 if every byte fits. A mark of UTF-16 (what
 * spreadsheets call "Unicode text") is believed.
 * @throws Refusal `unreadable`/`roster-encoding`
 */
export async function encodingOf(path: string): Promise<Encoding> {
  if (await beginsAsUtf16(path)) return 'utf-16le';
  for (const encoding of ENCODINGS) if (await fits(path, encoding)) return encoding;
  throw unreadable('roster-encoding');
}

/** The file's text, piece by piece; a byte order mark is left out. @throws Refusal `unreadable`/`roster-encoding` */
export async function* decodedText(path: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of createReadStream(path)) {
      const text = decoder.decode(chunk as Buffer, { stream: true });
      // Text has no NUL; what has is some other kind of file.
      if (text.includes('\0')) throw unreadable('roster-encoding');
      yield text;
    }
    yield decoder.decode();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') throw unreadable('roster-encoding');
    throw error;
  }
}

async function beginsAsUtf16(path: string): Promise<boolean> {
  for await (const chunk of createReadStream(path, { end: 1 })) {
    const bytes = chunk as Buffer;
    return bytes[0] === 0xff && bytes[1] === 0xfe;
  }
  return false;
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
