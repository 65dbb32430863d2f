import { groupBy } from '#kernel';
import type { Department } from './department.js';

/** A roster that has been imported for a cycle. */
export interface RosterFile {
  readonly department: Department;
  /** SHA-256. */
  readonly file: string;
  /** As it was given, without the folder. */
  readonly name: string;
  /** The day that it speaks of, YYYY-MM-DD. */
  readonly asOf: string;
  /** Place among the department's rosters of the cycle, from 0: a later one is newer. */
  readonly number: number;
  /** Version of the mappings that it was read under. */
  readonly mapping: number;
}

/** The rosters of one cycle: what was handed over, and which of each department is the newest. */
export class CycleFiles {
  private readonly byHash: ReadonlyMap<string, RosterFile>;
  private readonly current: ReadonlyMap<Department, RosterFile>;
  private readonly byDepartment: ReadonlyMap<Department, readonly RosterFile[]>;

  constructor(
    readonly cycle: string,
    readonly files: readonly RosterFile[],
  ) {
    this.byHash = new Map(files.map((file) => [file.file, file]));
    const current = new Map<Department, RosterFile>();
    for (const file of files) if (file.number >= (current.get(file.department)?.number ?? 0)) current.set(file.department, file);
    this.current = current;
    this.byDepartment = groupBy(
      [...files].sort((a, b) => a.number - b.number),
      ({ department }) => department,
    );
  }

  get hashes(): readonly string[] {
    return this.files.map(({ file }) => file);
  }

  /** The newest of each department. */
  get currentHashes(): readonly string[] {
    return [...this.current.values()].map(({ file }) => file);
  }

  isCurrent(hash: string): boolean {
    const file = this.byHash.get(hash);
    return file !== undefined && this.current.get(file.department) === file;
  }

  currentOf(department: Department): RosterFile | undefined {
    return this.current.get(department);
  }

  has(department: Department): boolean {
    return this.current.has(department);
  }

  get(hash: string): RosterFile | undefined {
    return this.byHash.get(hash);
  }

  /** A department's rosters, oldest first. */
  of(department: Department): readonly RosterFile[] {
    return this.byDepartment.get(department) ?? [];
  }
}
