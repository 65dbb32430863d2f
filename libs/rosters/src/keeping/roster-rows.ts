import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ReadProblem, RosterRow } from '../model/facts.js';
import { RowsFile, type PersonRows, type RowFile } from './rows-file.js';

export type { PersonRows } from './rows-file.js';

/** How many people are handed on between two turns of the event loop. */
const PEOPLE = 100;

/** What earlier versions kept all rows in. */
const FORMER = ['rows.db', 'rows.db-wal', 'rows.db-shm'];
const TEMPORARY = /^[0-9a-f]{64}\.(\d+)\.\d+\.reading(-journal)?$/;

/** Where the rows of a file are to be written. */
export interface RowsPlace {
  readonly path: string;
  readonly temporary: string;
}

/**
 * The rows of all kept files, read once and found by person; those of one file lie in a file of their own beside it, so that several can
 * be read at the same time and one can be forgotten at once. Derived: what is lost is read again from the kept files.
 */
export class RosterRows {
  private readonly opened = new Map<string, RowsFile>();
  private written = 0;

  private constructor(private readonly directory: string) {}

  /** Opens the directory, or makes it (mode 0700), and clears away what killed runs have left. */
  static open(directory: string): RosterRows {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(directory)) {
      const writer = TEMPORARY.exec(name)?.[1];
      if (FORMER.includes(name) || (writer !== undefined && !lives(Number(writer)))) rmSync(join(directory, name), { force: true });
    }
    return new RosterRows(directory);
  }

  close(): void {
    for (const file of this.opened.values()) file.close();
    this.opened.clear();
  }

  /** What a file was found to be; undefined if it has not been read in whole. */
  file(sha256: string): RowFile | undefined {
    return this.find(sha256)?.file;
  }

  /** Where {@link file} looks for rows, and a place beside it for one run that writes them. */
  placeOf(sha256: string): RowsPlace {
    this.written += 1;
    const temporary = join(this.directory, `${sha256}.${process.pid}.${this.written}.reading`);
    return { path: join(this.directory, `${sha256}.rows`), temporary };
  }

  /** Forgets a file that turned out to be no roster. */
  forget(sha256: string): void {
    this.opened.get(sha256)?.close();
    this.opened.delete(sha256);
    rmSync(this.placeOf(sha256).path, { force: true });
  }

  /** What could not be read of a file, by line. */
  problems(sha256: string): readonly ReadProblem[] {
    return this.find(sha256)?.problems() ?? [];
  }

  /** As {@link problems}, as they are read on. */
  *eachProblem(sha256: string): Generator<ReadProblem> {
    yield* this.find(sha256)?.eachProblem() ?? [];
  }

  /** Rows of files whose ID number cannot be trusted. */
  distrusted(files: readonly string[]): readonly RosterRow[] {
    return this.among(files).flatMap((file) => file.distrusted());
  }

  /** All people whom files name by a number that can be trusted, in the order of their numbers; the event loop has its turns meanwhile. */
  async *people(files: readonly string[]): AsyncGenerator<PersonRows> {
    const sources = this.among(files).map((file) => file.people());
    try {
      const heads = sources.map((source) => source.next().value);
      for (let count = 1; ; count += 1) {
        const idNumber = heads.reduce<string | undefined>((least, head) => lesser(least, head?.idNumber), undefined);
        if (idNumber === undefined) return;
        const rows: RosterRow[] = [];
        for (const [index, head] of heads.entries()) {
          if (head?.idNumber !== idNumber) continue;
          rows.push(...head.rows);
          heads[index] = sources[index]?.next().value;
        }
        yield { idNumber, rows };
        if (count % PEOPLE === 0) await nextTurn();
      }
    } finally {
      for (const source of sources) source.return(undefined);
    }
  }

  /** What files say about one person. */
  person(idNumber: string, files: readonly string[]): PersonRows {
    return { idNumber, rows: this.among(files).flatMap((file) => file.person(idNumber)) };
  }

  /** Numbers, each once, that can be trusted and under which files name somebody so. */
  numbersOf(name: string, files: readonly string[]): readonly string[] {
    return [...new Set(this.among(files).flatMap((file) => file.numbersOf(name)))].sort();
  }

  /** In one order, whatever order they are named in. */
  private among(files: readonly string[]): readonly RowsFile[] {
    return [...files].sort().flatMap((sha256) => this.find(sha256) ?? []);
  }

  private find(sha256: string): RowsFile | undefined {
    const known = this.opened.get(sha256);
    if (known !== undefined) return known;
    const { path } = this.placeOf(sha256);
    const file = existsSync(path) ? RowsFile.open(path, sha256) : undefined;
    if (file !== undefined) this.opened.set(sha256, file);
    return file;
  }
}

function lesser(one: string | undefined, other: string | undefined): string | undefined {
  return one === undefined || (other !== undefined && other < one) ? other : one;
}

/** Whether a process of this number runs, whoever's it is. */
function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
