import type { Failure } from '#kernel';
import type { Department } from '../model/department.js';
import type { DepartmentMapping } from '../model/mapping.js';
import { openRoster } from '../reading/read-roster.js';
import type { RowsPlace } from './roster-rows.js';
import { writeRows, type RowFile } from './rows-file.js';

/** A kept file whose rows are to be read. */
export interface ReadOrder {
  readonly sha256: string;
  readonly department: Department;
  /** The day that it speaks of, YYYY-MM-DD. */
  readonly asOf: string;
  /** Where it is kept. */
  readonly kept: string;
  readonly place: RowsPlace;
  /** How departments write, of the version that the file is read under. */
  readonly mappings: readonly DepartmentMapping[];
}

/** How far a thread is, what it has read, or why it could not. Never personal data. */
export type ReadMessage = { readonly rows: number } | { readonly read: RowFile } | Failure;

/** Reads a kept file's rows into a file of their own. @throws Refusal `unreadable` */
export async function readRows(
  { sha256, department, asOf, kept, place, mappings }: ReadOrder,
  progress: (rows: number) => void,
): Promise<RowFile> {
  const roster = await openRoster(kept, mappings, department);
  return writeRows(place, { sha256, department }, roster.rows(asOf), progress);
}
