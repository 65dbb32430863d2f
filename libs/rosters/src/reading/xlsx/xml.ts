import sax from 'sax';
import { LIMITS } from '../limits.js';
import { unreadable } from '../unreadable.js';

/** What is told of an XML document, in order. Names of elements come without their namespace prefix. */
export interface XmlHandler {
  open(name: string, attribute: (name: string) => string | undefined): void;
  text(text: string): void;
  close(name: string): void;
}

/** Only the five named entities and numbers: documents cannot define others, since they may have no DOCTYPE. */
const OPTIONS: sax.SAXOptions & { readonly strictEntities: boolean } = { strictEntities: true };

/**
 * Reads the XML of workbooks piece by piece: elements, attributes and text. A DOCTYPE is refused, so that no entity can blow it up. What
 * stays between two pieces is bounded: the parser's own limit holds for markup, ours for text.
 */
export class XmlTokenizer {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private readonly parser = sax.parser(true, OPTIONS);
  /** Characters of text since the last markup. */
  private run = 0;

  constructor(handler: XmlHandler) {
    this.parser.onopentag = ({ name, attributes }: sax.Tag | sax.QualifiedTag) => {
      this.run = 0;
      handler.open(localName(name), (attribute) => attributes[attribute] as string | undefined);
    };
    this.parser.onclosetag = (name) => {
      this.run = 0;
      handler.close(localName(name));
    };
    this.parser.ontext = this.parser.oncdata = (text) => {
      this.run += text.length;
      if (this.run > LIMITS.record) throw unreadable('broken-xlsx', { reason: 'element-too-long' });
      handler.text(text);
    };
    this.parser.ondoctype = this.parser.onsgmldeclaration = () => {
      throw unreadable('broken-xlsx', { reason: 'doctype' });
    };
    this.parser.onerror = () => {
      throw unreadable('broken-xlsx', { reason: 'not-xml' });
    };
  }

  /** @throws Refusal `unreadable`/`broken-xlsx` */
  feed(bytes: Uint8Array): void {
    this.parser.write(this.decoded(bytes));
  }

  /** @throws Refusal `unreadable`/`broken-xlsx` if the document ends in the middle of something */
  end(): void {
    this.parser.write(this.decoded()).close();
  }

  private decoded(bytes?: Uint8Array): string {
    try {
      return bytes === undefined ? this.decoder.decode() : this.decoder.decode(bytes, { stream: true });
    } catch {
      throw unreadable('broken-xlsx', { reason: 'encoding' });
    }
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
