import { LIMITS } from '../limits.js';
import { unreadable } from '../unreadable.js';
import { unescaped } from './escapes.js';
import { XmlTokenizer } from './xml.js';

/** The texts that cells refer to by number, without their phonetic guides. They are held in memory. @throws Refusal `unreadable` */
export async function readSharedTexts(bytes: AsyncIterable<Uint8Array>): Promise<readonly string[]> {
  const texts: string[] = [];
  let current = '';
  let size = 0;
  let reading = false;
  let phonetic = false;
  const tokenizer = new XmlTokenizer({
    open(name) {
      if (name === 'si') current = '';
      else if (name === 'rPh') phonetic = true;
      else if (name === 't') reading = !phonetic;
    },
    text(text) {
      if (reading) current += text;
    },
    close(name) {
      if (name === 't') reading = false;
      else if (name === 'rPh') phonetic = false;
      else if (name === 'si') {
        size += current.length;
        if (size > LIMITS.heldBytes) throw unreadable('too-large', { limit: LIMITS.heldBytes });
        texts.push(unescaped(current));
      }
    },
  });
  for await (const chunk of bytes) tokenizer.feed(chunk);
  tokenizer.end();
  return texts;
}
