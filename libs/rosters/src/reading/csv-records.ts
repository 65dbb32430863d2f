/** One row of delimited text. */
export interface CsvRecord {
  /** As a spreadsheet numbers it, where a cell of several lines is one row; the first is 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

const QUOTE = '"';

/**
 * Splits delimited text (RFC 4180) into rows, piece by piece, as people and programs really write it: any line end, also mixed; white space
 * around quotes; a quote inside a cell that does not begin with one is a sign like any other, and so is one inside a quoted cell that is
 * followed by neither delimiter nor line end; `="…"` is one cell. A quote that is never closed ends with its line.
 */
export class CsvSplitter {
  private rest = '';
  private line = 1;
  private readonly ends: RegExp;

  /** @param longest characters of one row; in a longer one a quote counts as never closed */
  constructor(
    private readonly delimiter: string,
    private readonly longest: number,
  ) {
    this.ends = new RegExp(`[${delimiter}\\r\\n]`, 'g');
  }

  /** The rows that are whole with this piece of text; they are to be taken before the next one. */
  feed(text: string): Generator<CsvRecord> {
    this.rest += text;
    return this.take(false);
  }

  /** The rows that are left. */
  end(): Generator<CsvRecord> {
    return this.take(true);
  }

  /** How much of a row is waiting for its end. */
  get waiting(): number {
    return this.rest.length;
  }

  /** One by one: a piece that waited for a quote may be very many. */
  private *take(ended: boolean): Generator<CsvRecord> {
    let at = 0;
    while (at < this.rest.length) {
      const row = this.row(at, ended);
      if (row === undefined) break;
      yield { line: this.line, cells: row.cells };
      this.line += 1;
      at = row.next;
    }
    this.rest = this.rest.slice(at);
  }

  /** The row that begins at a place; undefined if its end has not come yet. */
  private row(from: number, ended: boolean): { readonly cells: readonly string[]; readonly next: number } | undefined {
    const { rest } = this;
    const cells: string[] = [];
    for (let at = from; ;) {
      const cell = this.quoted(at, ended) ?? this.plain(at);
      if (cell === 'waiting') return undefined;
      cells.push(cell.text);
      const sign = rest.charAt(cell.end);
      if (sign === this.delimiter) {
        at = cell.end + 1;
        continue;
      }
      // The end of the text may be the middle of a cell or of a line end.
      if (!ended && (sign === '' || (sign === '\r' && cell.end + 1 === rest.length))) return undefined;
      const next = cell.end + (sign === '\r' && rest.charAt(cell.end + 1) === '\n' ? 2 : 1);
      return { cells, next: Math.min(next, rest.length) };
    }
  }

  private plain(from: number): Cell {
    this.ends.lastIndex = from;
    const end = this.ends.exec(this.rest)?.index ?? this.rest.length;
    return { text: this.rest.slice(from, end), end };
  }

  /** A cell that begins with a quote, or with `="`; undefined if it does not, or if the quote is never closed. */
  private quoted(from: number, ended: boolean): Cell | 'waiting' | undefined {
    const opening = this.opening(from);
    if (opening === undefined) return undefined;
    let lines = 0;
    let text = '';
    for (let at = opening.inside; ;) {
      const quote = this.rest.indexOf(QUOTE, at);
      if (quote < 0) return ended || this.rest.length - from > this.longest ? undefined : 'waiting';
      if (quote - from > this.longest) return undefined;
      const piece = this.rest.slice(at, quote);
      lines += lineEndsIn(piece);
      const doubled = this.rest.charAt(quote + 1) === QUOTE;
      const end = doubled ? undefined : this.closing(quote + 1);
      if (end !== undefined) return { text: asWritten(text + piece, opening.formula), end };
      // A sign like any other on its own line; further down it shows that the quote that began the cell was one.
      if (!doubled && lines > 0) return undefined;
      text += piece + QUOTE;
      at = quote + (doubled ? 2 : 1);
    }
  }

  /** Where a quoted cell has its text; undefined if no quote begins it. */
  private opening(from: number): { readonly inside: number; readonly formula: boolean } | undefined {
    const begin = this.afterBlanks(from);
    const formula = this.rest.charAt(begin) === '=';
    const quote = formula ? begin + 1 : begin;
    return this.rest.charAt(quote) === QUOTE ? { inside: quote + 1, formula } : undefined;
  }

  /** Where a cell ends whose closing quote stands before a place; undefined if something else follows. */
  private closing(after: number): number | undefined {
    const end = this.afterBlanks(after);
    return [this.delimiter, '\r', '\n', ''].includes(this.rest.charAt(end)) ? end : undefined;
  }

  private afterBlanks(from: number): number {
    let at = from;
    for (let sign = this.rest.charAt(at); sign === ' ' || (sign === '\t' && sign !== this.delimiter); sign = this.rest.charAt(at)) at += 1;
    return at;
  }
}

/** A cell, and where it ends: at a delimiter, a line end, or the end of the text. */
interface Cell {
  readonly text: string;
  readonly end: number;
}

function asWritten(text: string, formula: boolean): string {
  return formula ? `="${text.replaceAll(QUOTE, QUOTE + QUOTE)}"` : text;
}

function lineEndsIn(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}
