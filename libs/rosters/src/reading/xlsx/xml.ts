import { unreadable } from '../unreadable.js';
import { LIMITS } from '../limits.js';

/** What is told of an XML document, in order. Names come without their namespace prefix. */
export interface XmlHandler {
  open(name: string, attribute: (name: string) => string | undefined): void;
  text(text: string): void;
  close(name: string): void;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Resolves the five named entities and numbers; documents cannot define others, since they may have no DOCTYPE. */
export function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x?[0-9a-fA-F]{1,6}|[a-z]{2,4});/g, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? whole;
    const code = name.startsWith('#x') ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
    return Number.isNaN(code) || code > 0x10ffff ? whole : String.fromCodePoint(code);
  });
}

/**
 * A tokenizer for the XML of workbooks, fed piece by piece: elements, attributes and text, nothing of a DOCTYPE (refused), so that no
 * entity can blow it up. What stays between two pieces is bounded.
 */
export class XmlTokenizer {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private rest = '';

  constructor(private readonly handler: XmlHandler) {}

  /** @throws Refusal `unreadable`/`broken-xlsx` */
  feed(bytes: Uint8Array): void {
    try {
      this.rest += this.decoder.decode(bytes, { stream: true });
    } catch {
      throw unreadable('broken-xlsx', { reason: 'encoding' });
    }
    this.consume();
    if (this.rest.length > LIMITS.record) throw unreadable('broken-xlsx', { reason: 'element-too-long' });
  }

  /** @throws Refusal `unreadable`/`broken-xlsx` if the document ends in the middle of something */
  end(): void {
    if (this.rest.trim() !== '') throw unreadable('broken-xlsx', { reason: 'truncated' });
  }

  private consume(): void {
    let at = 0;
    for (;;) {
      const start = this.rest.indexOf('<', at);
      if (start < 0) break;
      const end = this.endOfMarkup(start);
      if (end < 0) break;
      if (start > at) this.handler.text(unescaped(this.rest.slice(at, start)));
      this.markup(this.rest.slice(start, end));
      at = end;
    }
    if (at > 0) this.rest = this.rest.slice(at);
  }

  /** Behind the markup that begins at `start`; -1 if it has not come in whole yet. */
  private endOfMarkup(start: number): number {
    const { rest } = this;
    if (rest.startsWith('<!--', start)) return after(rest.indexOf('-->', start + 4), 3);
    if (rest.startsWith('<![CDATA[', start)) return after(rest.indexOf(']]>', start + 9), 3);
    // What may become one of the above is waited for.
    if (rest.startsWith('<!', start) && rest.length - start < 9) return -1;
    let end = rest.indexOf('>', start);
    // A `>` may stand inside an attribute.
    while (end >= 0 && insideQuotes(rest, start, end)) end = rest.indexOf('>', end + 1);
    return after(end, 1);
  }

  private markup(markup: string): void {
    if (markup.startsWith('<![CDATA[')) return this.handler.text(markup.slice(9, -3));
    if (markup.startsWith('<!DOCTYPE')) throw unreadable('broken-xlsx', { reason: 'doctype' });
    if (markup.startsWith('<!') || markup.startsWith('<?')) return;
    if (markup.startsWith('</')) return this.handler.close(localName(markup.slice(2, -1).trimEnd()));
    const selfClosing = markup.endsWith('/>');
    const name = localName(/^<([^\s/>]+)/.exec(markup)?.[1] ?? '');
    this.handler.open(name, (attribute) => attributeOf(markup, attribute));
    if (selfClosing) this.handler.close(name);
  }
}

function after(index: number, length: number): number {
  return index < 0 ? -1 : index + length;
}

function insideQuotes(text: string, start: number, end: number): boolean {
  let quote = '';
  for (let at = start; at < end; at += 1) {
    const sign = text[at];
    if (quote === '' && (sign === '"' || sign === "'")) quote = sign;
    else if (sign === quote) quote = '';
  }
  return quote !== '';
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function attributeOf(markup: string, name: string): string | undefined {
  for (let at = markup.indexOf(name); at > 0; at = markup.indexOf(name, at + 1)) {
    const quote = markup[at + name.length + 1];
    if (markup[at + name.length] !== '=' || (quote !== '"' && quote !== "'") || !/\s/.test(markup[at - 1] ?? '')) continue;
    const from = at + name.length + 2;
    return unescaped(markup.slice(from, markup.indexOf(quote, from)));
  }
  return undefined;
}
