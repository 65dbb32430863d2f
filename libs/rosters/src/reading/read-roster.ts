import type { DepartmentMapping } from '../model/mapping.js';
import type { Department } from '../model/department.js';
import type { ReadProblem, RosterRow } from '../model/facts.js';
import { recognise, type RecognisedTable } from './find-header.js';
import { LIMITS } from './limits.js';
import { openTables } from './open-tables.js';
import { coveredCells, readRow, type ReadRow } from './read-row.js';
import { unreadable } from './unreadable.js';

/** Rows that were read, and what was not. */
export interface ReadRows {
  readonly rows: readonly Omit<RosterRow, 'file'>[];
  readonly problems: readonly ReadProblem[];
}

/** A roster whose department is known and whose rows can be read. */
export interface OpenedRoster {
  readonly department: Department;
  /** The date that a title row names, YYYY-MM-DD. */
  readonly date?: string;
  /** See {@link SourceTable.estimatedRows}. */
  estimatedRows(): Promise<number | undefined>;
  /**
   * Every row below the header, some at a time.
   * @param asOf the day that it speaks of, YYYY-MM-DD
   */
  rows(asOf: string): AsyncIterable<ReadRows>;
}

/**
 * Opens a roster: what kind of file it is, whose, and where its columns are.
 * @param wanted the department that it was said to be of
 * @throws Refusal `unreadable` with what is wrong
 */
export async function openRoster(path: string, mappings: readonly DepartmentMapping[], wanted?: Department): Promise<OpenedRoster> {
  const recognised = await recognise(await openTables(path), mappings, wanted);
  const { mapping, date } = recognised;
  return {
    department: mapping.department,
    ...(date !== undefined && { date }),
    estimatedRows: () => recognised.table.estimatedRows(),
    rows: (asOf) => readRows(recognised, asOf),
  };
}

/** @throws Refusal `unreadable`/`roster-mostly-unread` */
async function* readRows(recognised: RecognisedTable, asOf: string): AsyncGenerator<ReadRows> {
  const { table, headerLine, columns } = recognised;
  let unread = 0;
  let whole = 0;
  // Lines below the header in which nobody stands: few, or the file is refused.
  const nobody = new Set<number>();
  for await (const some of table.rows({ from: headerLine + 1, columns: columns.map(({ index }) => index) })) {
    const read: ReadRow[] = [];
    for (const row of some.filter(({ line, covered }) => line > headerLine && covered === undefined)) {
      const one = readRow(row, recognised, asOf);
      if (one !== undefined) read.push(one);
      if (one?.row === undefined) nobody.add(row.line);
    }
    const covered = some
      .filter((row) => row.covered !== undefined && !nobody.has(row.line))
      .flatMap((row) => coveredCells(row, recognised));
    const rows = read.flatMap(({ row }) => row ?? []);
    whole += rows.length;
    unread += read.length - rows.length;
    if (unread > Math.max(LIMITS.unreadRows, whole)) throw unreadable('roster-mostly-unread', { line: some.at(-1)?.line ?? 0 });
    const problems = [...read.flatMap((row) => row.problems), ...covered];
    if (rows.length > 0 || problems.length > 0) yield { rows, problems };
  }
}
