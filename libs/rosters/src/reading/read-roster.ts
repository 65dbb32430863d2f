import type { DepartmentMapping } from '../model/mapping.js';
import type { Department } from '../model/department.js';
import type { ReadProblem, RosterRow } from '../model/facts.js';
import { recognise, type RecognisedTable } from './find-header.js';
import { openTables } from './open-tables.js';
import { readRow } from './read-row.js';

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
  /** Every row below the header, some at a time. */
  rows(): AsyncIterable<ReadRows>;
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
    rows: () => readRows(recognised),
  };
}

async function* readRows(recognised: RecognisedTable): AsyncGenerator<ReadRows> {
  const { table, headerLine } = recognised;
  for await (const some of table.rows(headerLine + 1)) {
    const rows: Omit<RosterRow, 'file'>[] = [];
    const problems: ReadProblem[] = [];
    for (const tableRow of some) {
      if (tableRow.line <= headerLine) continue;
      const read = readRow(tableRow, recognised);
      if (read?.row !== undefined) rows.push(read.row);
      if (read !== undefined) problems.push(...read.problems);
    }
    if (rows.length + problems.length > 0) yield { rows, problems };
  }
}
