import { LIMITS } from '../limits.js';
import { isFilled, type Cell, type DataArea, type TableRow } from '../table.js';
import { unreadable } from '../unreadable.js';
import { columnOf } from './columns.js';
import { unescaped } from './escapes.js';
import { MergedBlocks } from './merged-blocks.js';
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
 * of them only, so the others would silently lose it: where that happens to people, the sheet is refused. Cells of one row that lie under a
 * merged one are told of at the end.
 * @throws Refusal `unreadable`: `broken-xlsx`, `too-many-columns`, `merged-cells`, `too-large`
 */
export async function* sheetRows(
  bytes: AsyncIterable<Uint8Array>,
  context: SheetContext,
  data?: DataArea,
): AsyncGenerator<readonly TableRow[]> {
  const merged = data === undefined ? undefined : new MergedBlocks(data);
  const sheet = new SheetHandler(context, merged);
  const tokenizer = new XmlTokenizer(sheet);
  for await (const chunk of bytes) {
    tokenizer.feed(chunk);
    const rows = sheet.take();
    if (rows.length > 0) yield rows;
  }
  tokenizer.end();
  const harmful = merged?.harmful();
  if (harmful !== undefined) throw unreadable('merged-cells', { cells: harmful });
  const covered = merged?.covered() ?? [];
  if (covered.length > 0) yield covered;
}

class SheetHandler implements XmlHandler {
  private rows: TableRow[] = [];
  private line = 0;
  private cells: (Cell | undefined)[] = [];
  private column = -1;
  private type = 'n';
  private style = 0;
  private value = '';
  private valued = false;
  private formula = false;
  private reading = false;
  private phonetic = false;

  constructor(
    private readonly context: SheetContext,
    private readonly merged: MergedBlocks | undefined,
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
        this.type = attribute('t') ?? 'n';
        this.style = Number(attribute('s') ?? 0);
        this.value = '';
        this.valued = false;
        this.formula = false;
        return;
      case 'f':
        this.formula = true;
        return;
      case 'v':
      case 't':
        this.reading = !this.phonetic;
        this.valued = true;
        return;
      case 'rPh':
        this.phonetic = true;
        return;
      case 'mergeCell':
        this.merged?.add(attribute('ref') ?? '');
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
        if (cell === undefined || !isFilled(cell)) return;
        // A column counts when something stands in it: whole empty columns are formatted.
        if (this.column >= LIMITS.columns) throw unreadable('too-many-columns', { limit: LIMITS.columns });
        this.cells[this.column] = cell;
        return;
      }
      case 'row':
        if (this.cells.length === 0) return;
        this.merged?.pass(this.line, this.cells);
        this.rows.push({ line: this.line, cells: this.cells });
        return;
    }
  }

  private cell(): Cell | undefined {
    const { value: text, type } = this;
    // A text may have been computed to be empty, nothing else may.
    if (this.formula && text === '' && !(type === 'str' && this.valued)) return { lost: 'formula-not-computed', shown: '=' };
    if (type === 's') return this.context.texts[Number(text)];
    if (text === '') return undefined;
    if (type === 'b') return { truth: text === '1' || text === 'true' ? 'TRUE' : 'FALSE' };
    if (type === 'e') return { lost: 'error-value', shown: text };
    if (type !== 'n') return unescaped(text);
    const number = Number(text);
    if (!Number.isFinite(number)) return text;
    if (this.context.isDate(this.style)) return dateOfSerial(number, this.context.from1904) ?? { number: String(number) };
    return { number: String(number) };
  }
}
