import { groupBy } from '#kernel';
import { birthDateOf, completedYears, isBeforeBirth, isCompulsoryAge, referenceDateOf } from '#student-aid';
import { DEPARTMENTS, type Department } from '../model/department.js';
import type { RosterRow } from '../model/facts.js';
import type { CycleFiles, RosterFile } from '../model/roster-file.js';

/** Who has lived more years than this on the reference date, and is on no roll, is no student. */
const OLDEST = 18;

/** The departments whose rows say that somebody is poor. */
const OF_POVERTY: readonly Department[] = DEPARTMENTS.filter((department) => department !== 'education');

/** What is known of the person's record before this reconciliation. */
export interface StandingRecord {
  readonly recordId: string;
  readonly studentId: string;
  readonly name?: string;
}

/** What one department's file says about a person: its rows, in order; none if it has ceased to name the person. */
export interface Said {
  readonly file: RosterFile;
  readonly rows: readonly RosterRow[];
}

/**
 * One person as all rosters of a cycle together see them. What follows from it depends on which files there are, never on the order in
 * which they came in; only within one department a later file counts for more.
 */
export class Person {
  readonly birthDate: string | undefined;
  readonly compulsory: boolean;
  /** On the roll of a school in any roster of the cycle. */
  readonly everOnRoll: boolean;
  /** Rows of the newest roster of each department, in the order of departments and lines. */
  readonly current: readonly RosterRow[];
  private readonly age: number;
  private readonly byFile: ReadonlyMap<string, readonly RosterRow[]>;

  constructor(
    readonly idNumber: string,
    readonly rows: readonly RosterRow[],
    readonly files: CycleFiles,
    readonly record: StandingRecord | undefined,
  ) {
    this.birthDate = birthDateOf(idNumber);
    this.age = this.birthDate === undefined ? Number.NaN : completedYears(this.birthDate, referenceDateOf(files.cycle));
    this.compulsory = this.birthDate !== undefined && isCompulsoryAge(this.birthDate, files.cycle);
    this.everOnRoll = rows.some(({ department }) => department === 'education');
    const byFile = groupBy(rows, ({ file }) => file);
    for (const list of byFile.values()) list.sort((a, b) => a.line - b.line);
    this.byFile = byFile;
    this.current = DEPARTMENTS.flatMap((department) => this.currentOf(department));
  }

  currentOf(department: Department): readonly RosterRow[] {
    const file = this.files.currentOf(department);
    return file === undefined ? [] : (this.byFile.get(file.file) ?? []);
  }

  /** Whether a row counts as one about a student; see product.md, "Rosters". Nobody was one before they were born. */
  counts({ department, facts }: RosterRow): boolean {
    if (this.birthDate !== undefined && isBeforeBirth(this.files.cycle, this.birthDate)) return false;
    if (department === 'education' || department === 'provincial-list' || this.everOnRoll) return true;
    if (this.age > OLDEST) return false;
    return facts.noStudent !== true || this.compulsory;
  }

  /** Somebody names this person: a row without a name adds nothing otherwise. */
  get named(): boolean {
    return this.record?.name !== undefined || this.rows.some(({ facts }) => facts.name !== undefined);
  }

  /** At least one row has ever said that this person, a student, is entitled. */
  get poor(): boolean {
    return this.named && this.rows.some((row) => row.facts.category !== undefined && row.facts.ended !== true && this.counts(row));
  }

  /** Whether there is to be a record. */
  get known(): boolean {
    return this.record !== undefined || this.poor;
  }

  /** Categories that rows name as running. */
  running(rows: readonly RosterRow[]): readonly string[] {
    return sortedSet(rows.flatMap(({ facts }) => (facts.category !== undefined && facts.ended !== true ? [facts.category] : [])));
  }

  /** What each department has said about the person, file by file, from the first file that does. */
  said(): readonly Said[] {
    const all: Said[] = [];
    for (const department of DEPARTMENTS) {
      let begun = false;
      for (const file of this.files.of(department)) {
        const rows = this.byFile.get(file.file);
        begun ||= rows !== undefined;
        if (rows !== undefined || (begun && OF_POVERTY.includes(department))) all.push({ file, rows: rows ?? [] });
      }
    }
    return all;
  }
}

/** Texts, each once, in order. */
export function sortedSet(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
