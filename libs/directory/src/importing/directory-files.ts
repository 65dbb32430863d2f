/** The columns of each file, which all must be there and no others; their order does not matter. */
export const COLUMNS = {
  regions: ['code', 'name', 'level', 'parent'],
  schools: ['code', 'name', 'kind', 'township', 'stage', 'parent', 'village', 'teachers'],
  staff: ['username', 'name', 'role', 'unit', 'line', 'phone'],
} as const;

export type FileName = keyof typeof COLUMNS;

export type Column<File extends FileName> = (typeof COLUMNS)[File][number];

/** One row, its cells normalised. */
export interface Row<File extends FileName> {
  /** In the file, the header being line 1. */
  readonly line: number;
  readonly cells: Readonly<Record<Column<File>, string>>;
}

export interface Rows {
  readonly regions: readonly Row<'regions'>[];
  readonly schools: readonly Row<'schools'>[];
  readonly staff: readonly Row<'staff'>[];
}
