import sax from 'sax';
import { LIMITS } from '../limits.js';
import { unreadable } from '../unreadable.js';

/** What is told of an XML document, in order. Names of elements come without their namespace prefix. */
export interface XmlHandler {
  /** @param written names of all its attributes */
  open(name: string, attribute: AttributeOf, written: () => readonly string[]): void;
  text(text: string): void;
  close(name: string): void;
}

/** The value of an attribute, by its name as it is written. */
export type AttributeOf = (name: string) => string | undefined;

/** Only the five named entities and numbers: documents cannot define others, since they may have no DOCTYPE. */
const OPTIONS: sax.SAXOptions & { readonly strictEntities: boolean } = { strictEntities: true };

/** How the parser tells of a reference to a character that XML has not. */
const WRONG_REFERENCE = 'Invalid character entity';
const REFERENCE = /&#(x[0-9a-f]+|\d+);/gi;

/**
 * Reads the XML of workbooks piece by piece: elements, attributes and text. A DOCTYPE is refused, so that no entity can blow it up. What
 * stays between two pieces is bounded: the parser's own limit holds for markup, ours for text.
 */
export class XmlTokenizer {
  private decoder: InstanceType<typeof TextDecoder> | undefined;
  private readonly parser = sax.parser(true, OPTIONS);
  /** Characters of text since the last markup. */
  private run = 0;
  /** The text that comes next has references to control characters. */
  private controls = false;

  constructor(handler: XmlHandler) {
    this.parser.onopentag = ({ name, attributes }: sax.Tag | sax.QualifiedTag) => {
      this.run = 0;
      handler.open(
        localName(name),
        (attribute) => attributes[attribute] as string | undefined,
        () => Object.keys(attributes),
      );
    };
    this.parser.onclosetag = (name) => {
      this.run = 0;
      handler.close(localName(name));
    };
    this.parser.ontext = this.parser.oncdata = (text) => {
      this.run += text.length;
      if (this.run > LIMITS.record) throw unreadable('broken-xlsx', { reason: 'element-too-long' });
      handler.text(this.withoutControls(text));
    };
    this.parser.ondoctype = this.parser.onsgmldeclaration = () => {
      throw unreadable('broken-xlsx', { reason: 'doctype' });
    };
    this.parser.onerror = ({ message }) => {
      if (!message.startsWith(WRONG_REFERENCE)) throw unreadable('broken-xlsx', { reason: 'not-xml' });
      // Programs write control characters as references (&#x0B;), which XML knows none of: the character goes, the document stays.
      this.parser.error = null as unknown as Error;
      this.controls = true;
    };
  }

  private withoutControls(text: string): string {
    if (!this.controls) return text;
    this.controls = false;
    return text.replace(REFERENCE, '');
  }

  /** @throws Refusal `unreadable`/`broken-xlsx` */
  feed(bytes: Uint8Array): void {
    this.decoder ??= new TextDecoder(encodingOf(bytes), { fatal: true });
    this.parser.write(decoded(this.decoder, bytes));
  }

  /** @throws Refusal `unreadable`/`broken-xlsx` if the document ends in the middle of something */
  end(): void {
    this.parser.write(this.decoder === undefined ? '' : decoded(this.decoder)).close();
  }
}

/** How a document is written (XML 1.0, appendix F): by its mark, by the zeros of its first sign, or as its declaration says. */
function encodingOf(begin: Uint8Array): string {
  const [first, second] = begin;
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be';
  const declared = /^[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']/.exec(Buffer.from(begin.subarray(0, 200)).toString('latin1'))?.[1];
  return declared !== undefined && DECLARED.test(declared) ? declared : 'utf-8';
}

/** What Chinese programs declare beside UTF-8; under other names a document is read as UTF-8, or refused. */
const DECLARED = /^(gb2312|gbk|gb18030)$/i;

function decoded(decoder: InstanceType<typeof TextDecoder>, bytes?: Uint8Array): string {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch {
    throw unreadable('broken-xlsx', { reason: 'encoding' });
  }
}

/** A name without its namespace prefix. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
