import { LIMITS } from '../limits.js';
import type { Cell, TableRow } from '../table.js';
import { unreadable } from '../unreadable.js';
import { dateOfSerial } from './serial-date.js';
import { XmlTokenizer, type XmlHandler } from './xml.js';

/** What cells refer to. */
export interface SheetContext {
  readonly texts: readonly string[];
  /** Whether a style (by its index) shows a number as a date. */
  readonly isDate: (style: number) => boolean;
  /** Days are counted from 1904 instead of 1900. */
  readonly from1904: boolean;
}

/**
 * The rows of a sheet, streamed. Formulas give the value that was last computed. A cell that is merged over several rows stands in the first
 * of them only, so the others would silently lose it: such a sheet is refused.
 * @param dataFrom the first line of data; merged cells above it (titles) do no harm. Absent: nobody looks at the data.
 * @throws Refusal `unreadable`: `broken-xlsx`, `too-many-columns`, `merged-cells`, `too-large`
 */
export async function* sheetRows(
  bytes: AsyncIterable<Uint8Array>,
  context: SheetContext,
  dataFrom?: number,
): AsyncGenerator<readonly TableRow[]> {
  const sheet = new SheetHandler(context, dataFrom ?? Number.POSITIVE_INFINITY);
  const tokenizer = new XmlTokenizer(sheet);
  for await (const chunk of bytes) {
    tokenizer.feed(chunk);
    const rows = sheet.take();
    if (rows.length > 0) yield rows;
  }
  tokenizer.end();
  const merged = sheet.mergedBelow;
  if (merged !== undefined) throw unreadable('merged-cells', { cells: merged });
}

class SheetHandler implements XmlHandler {
  /** Where cells are merged over several rows, at or below the first row of data. */
  mergedBelow?: string;
  private rows: TableRow[] = [];
  private line = 0;
  private cells: (Cell | undefined)[] = [];
  private column = -1;
  private type = 'n';
  private style = 0;
  private value = '';
  private reading = false;
  private phonetic = false;

  constructor(
    private readonly context: SheetContext,
    private readonly dataFrom: number,
  ) {}

  take(): readonly TableRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  open(name: string, attribute: (name: string) => string | undefined): void {
    switch (name) {
      case 'row':
        this.line = Number(attribute('r') ?? this.line + 1);
        this.cells = [];
        this.column = -1;
        return;
      case 'c':
        this.column = columnOf(attribute('r')) ?? this.column + 1;
        if (this.column >= LIMITS.columns) throw unreadable('too-many-columns', { limit: LIMITS.columns });
        this.type = attribute('t') ?? 'n';
        this.style = Number(attribute('s') ?? 0);
        this.value = '';
        return;
      case 'v':
      case 't':
        this.reading = !this.phonetic;
        return;
      case 'rPh':
        this.phonetic = true;
        return;
      case 'mergeCell':
        this.merge(attribute('ref') ?? '');
        return;
    }
  }

  text(text: string): void {
    if (!this.reading) return;
    if (this.value.length + text.length > LIMITS.record) throw unreadable('broken-xlsx', { reason: 'element-too-long' });
    this.value += text;
  }

  close(name: string): void {
    switch (name) {
      case 'v':
      case 't':
        this.reading = false;
        return;
      case 'rPh':
        this.phonetic = false;
        return;
      case 'c': {
        const cell = this.cell();
        if (cell !== undefined) this.cells[this.column] = cell;
        return;
      }
      case 'row':
        if (this.cells.length > 0) this.rows.push({ line: this.line, cells: this.cells });
        return;
    }
  }

  private cell(): Cell | undefined {
    const { value: text, type } = this;
    if (type === 's') return this.context.texts[Number(text)];
    if (text === '') return undefined;
    if (type === 'b') return text === '1' ? 'TRUE' : 'FALSE';
    if (type !== 'n') return text;
    const number = Number(text);
    if (!Number.isFinite(number)) return text;
    if (this.context.isDate(this.style)) return dateOfSerial(number, this.context.from1904) ?? { number: String(number) };
    return { number: String(number) };
  }

  private merge(ref: string): void {
    const match = /^[A-Z]+(\d+):[A-Z]+(\d+)$/.exec(ref);
    if (match !== null && match[1] !== match[2] && Number(match[2]) >= this.dataFrom) this.mergedBelow ??= ref;
  }
}

/** `A` is 0; undefined without a reference. */
function columnOf(ref: string | undefined): number | undefined {
  if (ref === undefined) return undefined;
  let column = 0;
  for (let at = 0; at < ref.length; at += 1) {
    const letter = ref.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
    // Far beyond every limit: more letters make it no better.
    if (column > 1_000_000) break;
  }
  return column - 1;
}
