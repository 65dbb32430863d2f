import { digestOf, type FieldError } from '#kernel';
import type { FileName, Rows } from './directory-files.js';
import { readFile } from './read-file.js';

/** Paths of the three files. */
export type DirectoryFiles = Readonly<Record<FileName, string>>;

export interface ReadFiles {
  readonly rows: Rows;
  /** Rows that could not be read. */
  readonly errors: readonly FieldError[];
  /** SHA-256 over those of the three files. */
  readonly sha256: string;
}

/** @throws Refusal `unreadable`, see {@link readFile} */
export async function readFiles(files: DirectoryFiles): Promise<ReadFiles> {
  const regions = await readFile('regions', files.regions);
  const schools = await readFile('schools', files.schools);
  const staff = await readFile('staff', files.staff);
  return {
    rows: { regions: regions.rows, schools: schools.rows, staff: staff.rows },
    errors: [...regions.errors, ...schools.errors, ...staff.errors],
    sha256: digestOf({ regions: regions.sha256, schools: schools.sha256, staff: staff.sha256 }),
  };
}
