import { plainHeader } from '../mappings/extension.js';
import type { DepartmentMapping, MappedColumn } from '../model/mapping.js';
import type { Department } from '../model/department.js';
import { LIMITS } from './limits.js';
import { textOfCell, type SourceTable, type TableRow } from './table.js';
import { titleDate } from './title-date.js';
import { unreadable } from './unreadable.js';

/** A mapped column where a file has it. */
export interface FoundColumn extends MappedColumn {
  readonly index: number;
  /** Its name in this file. */
  readonly header: string;
}

/** A roster that has been recognised by its header. */
export interface RecognisedTable {
  readonly table: SourceTable;
  readonly mapping: DepartmentMapping;
  readonly headerLine: number;
  readonly columns: readonly FoundColumn[];
  /** How many columns the header has. */
  readonly width: number;
  /** The date that a title row names, YYYY-MM-DD. */
  readonly date?: string;
}

/** Columns that a table must share with a department's rosters to be taken for one of them with columns missing. */
const ALIKE = 2;

interface Head {
  readonly table: SourceTable;
  readonly rows: readonly TableRow[];
}

/**
 * Finds the one table of a file that is a roster, and whose: the first row that holds every column that a department needs is its header.
 * @param wanted the department that the file was said to be of
 * @throws Refusal `unreadable`: `roster-empty`, `no-roster`, `roster-columns`, `other-department`, `several-rosters`
 */
export async function recognise(
  tables: readonly SourceTable[],
  mappings: readonly DepartmentMapping[],
  wanted: Department | undefined,
): Promise<RecognisedTable> {
  const heads: Head[] = [];
  for (const table of tables) heads.push({ table, rows: await firstRows(table) });
  if (heads.every(({ rows }) => rows.length === 0)) throw unreadable('roster-empty');
  const found = heads.flatMap((head) => recognisedIn(head, mappings) ?? []);
  const [first, second] = found;
  if (first === undefined) throw unknownColumns(heads, mappings, wanted);
  if (second !== undefined) throw unreadable('several-rosters', { sheets: found.map(({ table }) => table.name).join(', ') });
  if (wanted !== undefined && first.mapping.department !== wanted) {
    throw unreadable('other-department', { wanted, found: first.mapping.department });
  }
  return first;
}

async function firstRows(table: SourceTable): Promise<readonly TableRow[]> {
  const rows: TableRow[] = [];
  for await (const some of table.rows()) {
    rows.push(...some);
    if (rows.length >= LIMITS.header) break;
  }
  return rows.slice(0, LIMITS.header);
}

function recognisedIn({ table, rows }: Head, mappings: readonly DepartmentMapping[]): RecognisedTable | undefined {
  for (const [index, row] of rows.entries()) {
    const headers = row.cells.map((cell) => plainHeader(textOfCell(cell)));
    // Should a header serve two departments, the one that finds most of its columns in it is meant.
    const candidates = mappings
      .map((mapping) => ({ mapping, columns: columnsIn(headers, mapping) }))
      .filter(({ mapping, columns }) => missing(mapping, columns).length === 0)
      .sort((a, b) => b.columns.length - a.columns.length);
    const [best] = candidates;
    if (best === undefined) continue;
    const date = titleDate(rows.slice(0, index).flatMap(({ cells }) => cells.map(textOfCell)));
    return { table, ...best, headerLine: row.line, width: headers.length, ...(date !== undefined && { date }) };
  }
  return undefined;
}

function columnsIn(headers: readonly string[], mapping: DepartmentMapping): FoundColumn[] {
  return mapping.columns.flatMap((column) => {
    for (const header of column.headers) {
      const index = headers.indexOf(plainHeader(header));
      if (index >= 0) return [{ ...column, index, header }];
    }
    return [];
  });
}

function missing(mapping: DepartmentMapping, columns: readonly FoundColumn[]): readonly string[] {
  const found = new Set(columns.map(({ fact }) => fact));
  return mapping.columns.filter(({ fact, needed }) => needed === true && !found.has(fact)).map(({ headers }) => headers[0] ?? '');
}

/** Names what is missing of the wanted department, or of the one that comes nearest. The file's own words are not repeated: they may be people. */
function unknownColumns(heads: readonly Head[], mappings: readonly DepartmentMapping[], wanted: Department | undefined) {
  const rows = heads.flatMap(({ rows: ofHead }) => ofHead.map(({ cells }) => cells.map((cell) => plainHeader(textOfCell(cell)))));
  const nearest = mappings
    .filter(({ department }) => wanted === undefined || department === wanted)
    .flatMap((mapping) => rows.map((headers) => ({ mapping, columns: columnsIn(headers, mapping) })))
    .reduce((best, one) => (one.columns.length > best.columns.length ? one : best));
  // Less in common than any two tables may have: nobody can say what is missing.
  if (wanted === undefined && nearest.columns.length < ALIKE) return unreadable('no-roster');
  return unreadable('roster-columns', {
    department: nearest.mapping.department,
    missing: missing(nearest.mapping, nearest.columns).join('、'),
  });
}
