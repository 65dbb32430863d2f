import { isFilled, type Cell, type DataArea, type TableRow } from '../table.js';
import { columnOf } from './columns.js';

const REFERENCE = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/;

interface Block {
  readonly ref: string;
  readonly rows: readonly [first: number, last: number];
  readonly columns: readonly [first: number, last: number];
}

/**
 * Cells of a sheet that are merged. They stand at the end of a sheet, after its rows, so meanwhile it is noted which lines
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
    this.blocks.push({ ref, rows: [Number(top), Number(bottom)], columns: [columnOf(left) ?? 0, columnOf(right) ?? 0] });
  }

  /** The first block by which a person loses a value: it covers a column that is read, and people stand in its lower rows. */
  harmful(): string | undefined {
    return this.blocks.find(({ rows, columns }) => rows[1] > rows[0] && this.isRead(columns) && this.hasPeople(rows[0] + 1, rows[1]))?.ref;
  }

  /** Lines of people in which cells that are read lie under one to their left, with their columns. */
  covered(): readonly TableRow[] {
    return this.blocks.flatMap(({ rows: [line], columns: [first, last] }): readonly TableRow[] => {
      const covered = this.data.columns.filter((column) => column > first && column <= last);
      return covered.length > 0 && this.hasPeople(line, line) ? [{ line, cells: [], covered }] : [];
    });
  }

  private isRead([first, last]: Block['columns']): boolean {
    return this.data.columns.some((column) => column >= first && column <= last);
  }

  private hasPeople(first: number, last: number): boolean {
    return this.people.some((run) => run.first <= last && run.last >= first);
  }
}
