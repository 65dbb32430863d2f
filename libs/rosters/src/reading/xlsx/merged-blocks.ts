import { isFilled, type Cell, type DataArea } from '../table.js';
import { columnOf } from './columns.js';

const REFERENCE = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/;

interface Block {
  readonly ref: string;
  readonly rows: readonly [first: number, last: number];
  readonly columns: readonly [first: number, last: number];
}

/**
 * Cells of a sheet that are merged over several rows. They stand at the end of a sheet, after its rows, so meanwhile it is noted which lines
 * hold anything that is read. Titles, signatures and whatever else is merged where nobody stands do no harm.
 */
export class MergedBlocks {
  private readonly blocks: Block[] = [];
  /** Runs of lines of people, in order. */
  private readonly people: { first: number; last: number }[] = [];

  constructor(private readonly data: DataArea) {}

  /** A row of the sheet. */
  pass(line: number, cells: readonly (Cell | undefined)[]): void {
    if (line < this.data.from || !this.data.columns.some((column) => isFilled(cells[column]))) return;
    const run = this.people.at(-1);
    if (run !== undefined && line === run.last + 1) run.last = line;
    else this.people.push({ first: line, last: line });
  }

  /** A block as the sheet names it, `A5:K6`. */
  add(ref: string): void {
    const [, left = '', top = '', right = '', bottom = ''] = REFERENCE.exec(ref) ?? [];
    if (top === bottom) return;
    this.blocks.push({ ref, rows: [Number(top), Number(bottom)], columns: [columnOf(left) ?? 0, columnOf(right) ?? 0] });
  }

  /** The first block by which a person loses a value: it covers a column that is read, and people stand in its lower rows. */
  harmful(): string | undefined {
    return this.blocks.find(({ rows, columns }) => this.isRead(columns) && this.hasPeople(rows[0] + 1, rows[1]))?.ref;
  }

  private isRead([first, last]: Block['columns']): boolean {
    return this.data.columns.some((column) => column >= first && column <= last);
  }

  private hasPeople(first: number, last: number): boolean {
    return this.people.some((run) => run.first <= last && run.last >= first);
  }
}
