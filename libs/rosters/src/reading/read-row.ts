import { idNumberProblem, normaliseIdNumber } from '#student-aid';
import type { Facts, ReadProblem, RosterRow } from '../model/facts.js';
import type { FoundColumn, RecognisedTable } from './find-header.js';
import { LIMITS } from './limits.js';
import { readCell, type PlainReading } from './read-cell.js';
import { textOfCell, type Cell, type TableRow } from './table.js';

const ID_DIGITS = 18;
/** What is longer is no number at all; a disability certificate has at most 23 characters. */
const LONGEST_ID = 40;
const SHOWN = 80;
/** Grades before the first of a stage; a higher number than a stage has is counted through all stages already. */
const STAGES: Readonly<Record<string, { readonly before: number; readonly grades: number }>> = {
  primary: { before: 0, grades: 6 },
  junior: { before: 6, grades: 3 },
  senior: { before: 9, grades: 3 },
  vocational: { before: 9, grades: 3 },
};

/** A row of a roster as it was read: the row, unless it could not be read as a whole, and what of it could not. */
export interface ReadRow {
  readonly row?: Omit<RosterRow, 'file'>;
  readonly problems: readonly ReadProblem[];
}

/** Reads one row below the header; undefined for an empty one. Never guesses: what cannot be read is a problem with its column and value. */
export function readRow({ line, cells }: TableRow, table: RecognisedTable): ReadRow | undefined {
  if (cells.every((cell) => textOfCell(cell) === '')) return undefined;
  if (cells.slice(table.width).some((cell) => textOfCell(cell) !== ''))
    return unread({ line, reason: 'more-cells-than-columns', wholeRow: true });
  return new RowReader(line, cells, table).read();
}

function unread(problem: ReadProblem): ReadRow {
  return { problems: [problem] };
}

class RowReader {
  private readonly problems: ReadProblem[] = [];
  private readonly notes = new Set<string>();
  private readonly facts: Record<string, string | number | boolean> = {};

  constructor(
    private readonly line: number,
    private readonly cells: readonly (Cell | undefined)[],
    private readonly table: RecognisedTable,
  ) {}

  read(): ReadRow {
    const { mapping, columns } = this.table;
    if (mapping.category !== undefined) this.facts.category = mapping.category;
    for (const column of columns) {
      if (column.reads !== 'id-number' && column.reads !== 'id-in-certificate') this.take(column, column.reads);
    }
    this.throughAllStages();
    const identified = this.identity();
    if (identified === undefined || this.problems.some(({ wholeRow }) => wholeRow)) return { problems: this.problems };
    const row = {
      department: mapping.department,
      line: this.line,
      ...identified,
      notes: [...this.notes].sort(),
      facts: this.facts as Facts,
    };
    return { row, problems: this.problems };
  }

  private take(column: FoundColumn, reading: PlainReading): void {
    const cell = this.cells[column.index];
    if (textOfCell(cell).length > LIMITS.cell) return this.problem(column, 'cell-too-long');
    const read = readCell(cell, reading, this.table.mapping);
    if (read === undefined) {
      // Without a category the row says nothing.
      if (reading === 'category') this.problem(column, 'value-missing');
      return;
    }
    if ('problem' in read) return this.problem(column, read.problem);
    this.facts[column.fact] = read.value;
    for (const note of read.notes ?? []) this.notes.add(note);
  }

  private identity(): Pick<RosterRow, 'idNumber' | 'distrust'> | undefined {
    const column = this.table.columns.find(({ fact }) => fact === 'idNumber');
    if (column === undefined) return undefined;
    const cell = this.cells[column.index];
    if (cell !== undefined && typeof cell !== 'string') return { idNumber: cell.number, distrust: 'number-cell' };
    const { idNumber: number, notes } = normaliseIdNumber(cell ?? '');
    // What a spreadsheet leaves of a number when it writes CSV.
    if (/^\d(\.\d+)?E\+?\d+$/i.test(number)) return { idNumber: number, distrust: 'number-cell' };
    if (number === '') {
      this.problem(column, 'value-missing', true);
      return undefined;
    }
    if (number.length > LONGEST_ID) {
      this.problem(column, 'cell-too-long', true);
      return undefined;
    }
    for (const note of notes) this.notes.add(note);
    const idNumber = column.reads === 'id-in-certificate' ? number.slice(0, ID_DIGITS) : number;
    if (column.reads === 'id-in-certificate') this.facts.certificateNumber = number;
    return idNumberProblem(idNumber) === undefined ? { idNumber } : { idNumber, distrust: 'bad-checksum' };
  }

  private throughAllStages(): void {
    const { grade, stage } = this.facts;
    const within = typeof stage === 'string' ? STAGES[stage] : undefined;
    if (typeof grade === 'number' && within !== undefined && grade <= within.grades) this.facts.grade = within.before + grade;
  }

  private problem(column: FoundColumn, reason: string, wholeRow = column.reads === 'category'): void {
    const value = textOfCell(this.cells[column.index]);
    this.problems.push({ line: this.line, column: column.header, ...(value !== '' && { value: value.slice(0, SHOWN) }), reason, wholeRow });
  }
}
