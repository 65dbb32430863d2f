import { plainHeader } from '../mappings/plain-header.js';
import type { DepartmentMapping, MappedColumn } from '../model/mapping.js';
import type { Department } from '../model/department.js';
import { groupOf, headerOf, type HeaderColumn } from './header.js';
import { LIMITS } from './limits.js';
import { columnLetters, textOfCell, type OpenedFile, type SourceTable, type TableRow } from './table.js';
import { titleDate } from './title-date.js';
import { unreadable } from './unreadable.js';

/** A mapped column where a file has it. */
export interface FoundColumn extends MappedColumn {
  readonly index: number;
  /** Its name in this file, as the mapping writes it. */
  readonly header: string;
  /** Every name by which this column is known, as headers are compared. */
  readonly names: readonly string[];
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

/** A mapping with the columns of a header that it knows. */
interface Match {
  readonly mapping: DepartmentMapping;
  /** One for each fact. */
  readonly columns: readonly FoundColumn[];
  /** Facts that stand in several columns. */
  readonly doubled: readonly (readonly FoundColumn[])[];
}

/**
 * Finds the one table of a file that is a roster, and whose: the first row, or pair of rows, that holds every column that a department needs is
 * its header.
 * @param wanted the department that the file was said to be of
 * @throws Refusal `unreadable`: `roster-empty`, `no-roster`, `roster-columns`, `doubled-columns`, `other-department`, `several-rosters`
 */
export async function recognise(
  { tables, alternatives }: OpenedFile,
  mappings: readonly DepartmentMapping[],
  wanted: Department | undefined,
): Promise<RecognisedTable> {
  const heads: Head[] = [];
  for (const table of tables) heads.push({ table, rows: await firstRows(table) });
  if (heads.every(({ rows }) => rows.length === 0)) throw unreadable('roster-empty');
  const found = heads.flatMap((head) => recognisedIn(head, mappings) ?? []);
  const [first, second] = found;
  if (first === undefined) throw unknownColumns(heads, mappings, wanted);
  if (second !== undefined && !alternatives)
    throw unreadable('several-rosters', { sheets: found.map(({ table }) => table.name).join(', ') });
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
    const below = rows[index + 1];
    const single = bestMatch(headerOf(row), mappings);
    const pair = below === undefined ? undefined : bestMatch(headerOf(below, row), mappings);
    // Of two rows, if more columns are known by both than by the first alone: else the second is somebody's.
    const twoRows = below !== undefined && pair !== undefined && pair.columns.length > (single?.columns.length ?? 0);
    const match = twoRows ? pair : single;
    if (match === undefined) continue;
    if (match.doubled.length > 0) throw doubledColumns(match.doubled, twoRows ? row : undefined);
    const last = twoRows ? below : row;
    const date = titleDate(rows.slice(0, rows.indexOf(last)).flatMap(({ cells }) => cells.map(textOfCell)));
    const width = Math.max(row.cells.length, last.cells.length);
    const { mapping, columns } = match;
    return { table, mapping, columns, headerLine: last.line, width, ...(date !== undefined && { date }) };
  }
  return undefined;
}

/** Should a header serve two departments, the one that finds most of its columns in it is meant. */
function bestMatch(header: readonly HeaderColumn[], mappings: readonly DepartmentMapping[]): Match | undefined {
  return mappings
    .map((mapping) => matchOf(header, mapping))
    .filter(({ mapping, columns }) => missing(mapping, columns).length === 0)
    .sort((a, b) => b.columns.length - a.columns.length)[0];
}

/** Names with their group above them go first: what is known by such a name is not taken for what its own name alone says. */
function matchOf(header: readonly HeaderColumn[], mapping: DepartmentMapping): Match {
  const joined = mapping.columns.map((column) => found(column, header, ({ joined: name }) => name));
  const taken = new Set(joined.flatMap((columns) => columns.map(({ index }) => index)));
  const rest = header.filter(({ index }) => !taken.has(index));
  const all = mapping.columns.map((column, fact) => {
    const byGroup = joined[fact] ?? [];
    return byGroup.length > 0 ? byGroup : found(column, rest, ({ own }) => own);
  });
  return { mapping, columns: all.flatMap((columns) => columns.slice(0, 1)), doubled: all.filter((columns) => columns.length > 1) };
}

function found(
  column: MappedColumn,
  header: readonly HeaderColumn[],
  nameOf: (column: HeaderColumn) => string | undefined,
): readonly FoundColumn[] {
  const names = column.headers.map(plainHeader);
  return header.flatMap((one) => {
    const known = names.indexOf(nameOf(one) ?? '');
    return known < 0 ? [] : [{ ...column, index: one.index, header: column.headers[known] ?? '', names }];
  });
}

/** Which of them is meant is for people to say: a parent must not become the pupil. */
function doubledColumns(doubled: Match['doubled'], groups: TableRow | undefined) {
  const places = doubled.map((columns) =>
    columns.map(({ header, index }) => `${header} ${columnLetters(index)}${groupAt(groups, index)}`).join(' / '),
  );
  return unreadable('doubled-columns', { columns: places.join('; ') });
}

function groupAt(groups: TableRow | undefined, index: number): string {
  const group = groups === undefined ? '' : groupOf(groups, index);
  return group === '' ? '' : ` (${group})`;
}

function missing(mapping: DepartmentMapping, columns: readonly FoundColumn[]): readonly string[] {
  const found = new Set(columns.map(({ fact }) => fact));
  return mapping.columns.filter(({ fact, needed }) => needed === true && !found.has(fact)).map(({ headers }) => headers[0] ?? '');
}

/** Names what is missing of the wanted department, or of the one that comes nearest. The file's own words are not repeated: they may be people. */
function unknownColumns(heads: readonly Head[], mappings: readonly DepartmentMapping[], wanted: Department | undefined) {
  const headers = heads.flatMap(({ rows }) => rows.flatMap((row, index) => [headerOf(row), headerOf(row, rows[index - 1])]));
  const nearest = mappings
    .filter(({ department }) => wanted === undefined || department === wanted)
    .flatMap((mapping) => headers.map((header) => matchOf(header, mapping)))
    .reduce((best, one) => (one.columns.length > best.columns.length ? one : best));
  // Less in common than any two tables may have: nobody can say what is missing.
  if (wanted === undefined && nearest.columns.length < ALIKE) return unreadable('no-roster');
  return unreadable('roster-columns', {
    department: nearest.mapping.department,
    missing: missing(nearest.mapping, nearest.columns).join('、'),
  });
}
