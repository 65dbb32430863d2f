import { hasVisible } from '#kernel';
import {
  birthImplausibility,
  idNumberImplausibility,
  idNumberProblem,
  isDisabilityCertificate,
  normaliseCertificate,
  normaliseIdNumber,
} from '#student-aid';
import { plainHeader } from '../mappings/plain-header.js';
import type { Distrust, Facts, ReadProblem, RosterRow } from '../model/facts.js';
import type { FoundColumn, RecognisedTable } from './find-header.js';
import { LIMITS } from './limits.js';
import { hasLostDigits, lostValue, readCell, type PlainReading } from './read-cell.js';
import { isFilled, textOfCell, type Cell, type TableRow } from './table.js';

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

/**
 * Reads one row below the header; undefined for an empty one, and for the header again, as it stands on every printed page. Never guesses:
 * what cannot be read is a problem with its column and value.
 * @param asOf the day that the roster speaks of: nobody in it is born later
 */
export function readRow({ line, cells }: TableRow, table: RecognisedTable, asOf: string): ReadRow | undefined {
  if (!cells.some(isFilled) || isHeader(cells, table)) return undefined;
  if (cells.slice(table.width).some(isFilled)) return unread({ line, reason: 'more-cells-than-columns', wholeRow: true });
  return new RowReader(line, cells, table, asOf).read();
}

/** What is told of cells that lie under a merged one: whoever filled the row in cannot have seen what they hold. */
export function coveredCells({ line, covered = [] }: TableRow, { columns }: RecognisedTable): readonly ReadProblem[] {
  const hidden = columns.filter(({ index }) => covered.includes(index));
  return hidden.map(({ header }) => ({ line, column: header, reason: 'covered-cell', wholeRow: false }));
}

function unread(problem: ReadProblem): ReadRow {
  return { problems: [problem] };
}

function isHeader(cells: readonly (Cell | undefined)[], { columns }: RecognisedTable): boolean {
  // One look at most rows: the number is the column that no person's row has its name in.
  const repeats = ({ index, names }: FoundColumn) => names.includes(plainHeader(textOfCell(cells[index])));
  const number = columns.find(({ fact }) => fact === 'idNumber');
  return number !== undefined && repeats(number) && columns.every((column) => !isFilled(cells[column.index]) || repeats(column));
}

class RowReader {
  private readonly problems: ReadProblem[] = [];
  private readonly notes = new Set<string>();
  private readonly facts: Record<string, string | number | boolean> = {};

  constructor(
    private readonly line: number,
    private readonly cells: readonly (Cell | undefined)[],
    private readonly table: RecognisedTable,
    private readonly asOf: string,
  ) {}

  read(): ReadRow {
    const { mapping, columns } = this.table;
    if (mapping.category !== undefined) this.facts.category = mapping.category;
    // The number goes first: what only repeats it is judged with it.
    const identified = this.identity();
    for (const column of columns) {
      if (column.reads !== 'id-number' && column.reads !== 'id-in-certificate') this.take(column, column.reads, identified);
    }
    this.throughAllStages();
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

  private take(column: FoundColumn, reading: PlainReading, identified: Pick<RosterRow, 'idNumber' | 'distrust'> | undefined): void {
    const cell = this.cells[column.index];
    if (textOfCell(cell).length > LIMITS.cell) return this.problem(column, 'cell-too-long');
    const read = readCell(cell, reading, this.table.mapping);
    if (read === undefined) {
      // Without a category the row says nothing.
      if (reading === 'category') this.problem(column, 'value-missing');
      return;
    }
    if ('problem' in read) {
      // A number that is held is not reported once more where a student number is made of it.
      if (reading !== 'student-number' || !this.repeats(cell, identified)) this.problem(column, read.problem);
      return;
    }
    if (reading === 'date' && birthImplausibility(String(read.value), this.asOf) !== undefined) {
      // Where the number is held for it, it is told already.
      if (identified?.distrust === undefined) this.problem(column, 'implausible-date');
      return;
    }
    if (reading === 'other-id-number' && idNumberImplausibility(String(read.value), this.asOf) !== undefined) {
      return this.problem(column, 'bad-id-number');
    }
    this.facts[column.fact] = read.value;
    for (const note of read.notes) this.notes.add(note);
  }

  private repeats(cell: Cell | undefined, identified: Pick<RosterRow, 'idNumber' | 'distrust'> | undefined): boolean {
    if (identified?.distrust === undefined) return false;
    return normaliseCertificate(textOfCell(cell)).text.slice(1) === identified.idNumber;
  }

  private identity(): Pick<RosterRow, 'idNumber' | 'distrust'> | undefined {
    const column = this.table.columns.find(({ fact }) => fact === 'idNumber');
    if (column === undefined) return undefined;
    const cell = this.cells[column.index];
    const lost = typeof cell === 'object' ? lostValue(cell) : undefined;
    if (lost !== undefined) return this.withoutNumber(column, lost);
    if (!hasVisible(textOfCell(cell))) return this.withoutNumber(column, 'value-missing');
    const { idNumber: number, notes } = normaliseIdNumber(textOfCell(cell));
    if (typeof cell === 'object' || hasLostDigits(cell)) return { idNumber: number, distrust: 'number-cell' };
    const unusable = this.unusable(cell, number);
    if (unusable !== undefined) return this.withoutNumber(column, unusable);
    for (const note of notes) this.notes.add(note);
    return column.reads === 'id-in-certificate' ? this.inCertificate(column, cell ?? '') : this.judged(number);
  }

  private unusable(cell: Cell | undefined, number: string): string | undefined {
    if (number === '') return 'value-missing';
    if (number.length > LONGEST_ID) return 'cell-too-long';
    return lostValue(cell) === 'error-value' ? 'error-value' : undefined;
  }

  private withoutNumber(column: FoundColumn, reason: string): undefined {
    this.problem(column, reason, true);
  }

  /** A certificate of a wrong shape is none, but the number at its beginning may be right. */
  private inCertificate(column: FoundColumn, cell: string): Pick<RosterRow, 'idNumber' | 'distrust'> {
    const { text, notes } = normaliseCertificate(cell);
    const judged = this.judged(text.slice(0, ID_DIGITS));
    for (const note of notes) this.notes.add(note);
    if (isDisabilityCertificate(text)) this.facts.certificateNumber = text;
    else if (judged.distrust === undefined) this.problem(column, 'wrong-certificate');
    return judged;
  }

  private judged(idNumber: string): { readonly idNumber: string; readonly distrust?: Distrust } {
    const trusted = idNumberProblem(idNumber) === undefined && idNumberImplausibility(idNumber, this.asOf) === undefined;
    return trusted ? { idNumber } : { idNumber, distrust: 'bad-checksum' };
  }

  private throughAllStages(): void {
    const { grade, stage } = this.facts;
    const within = typeof stage === 'string' ? STAGES[stage] : undefined;
    if (typeof grade === 'number' && within !== undefined && grade <= within.grades) this.facts.grade = within.before + grade;
  }

  private problem(column: FoundColumn, reason: string, wholeRow = column.reads === 'category'): void {
    const value = shown(textOfCell(this.cells[column.index]));
    this.problems.push({ line: this.line, column: column.header, ...(value !== '' && { value }), reason, wholeRow });
  }
}

/** The beginning of what stands in a cell: whole characters, and none that no database takes. */
function shown(text: string): string {
  return [...text.slice(0, 2 * SHOWN)].slice(0, SHOWN).join('').replaceAll('\0', '').toWellFormed();
}
